import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Bouncy Castle opens: FOLDER, then FILE and what to do for each: "rsa" or "ec" decrypts with that key, "signed" verifies,
 * "detached" verifies over FILE.content. The content goes to FILE.out, the reason for none to FILE.why.
 */
public class Open {
  public static void main(String[] words) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    Path folder = Paths.get(words[0]);
    for (int i = 1; i < words.length; i += 2) {
      Path file = folder.resolve(words[i]);
      try {
        Files.write(Paths.get(file + ".out"), open(folder, file, words[i + 1]));
      } catch (Exception cannot) {
        Files.write(Paths.get(file + ".why"), cannot.toString().getBytes("UTF-8"));
      }
    }
  }

  static byte[] open(Path folder, Path file, String how) throws Exception {
    byte[] cms = Files.readAllBytes(file);
    if (how.equals("signed")) return verify(new CMSSignedData(cms));
    if (how.equals("detached")) return verify(new CMSSignedData(new CMSProcessableByteArray(Files.readAllBytes(Paths.get(file + ".content"))), cms));
    PrivateKey key = KeyFactory.getInstance(how.equals("rsa") ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(how + ".pk8"))));
    return decrypt(cms, key, how.equals("rsa"));
  }

  static byte[] decrypt(byte[] cms, PrivateKey key, boolean rsa) throws Exception {
    boolean authenticated = new org.bouncycastle.asn1.ASN1InputStream(cms).readObject().toString().contains("1.2.840.113549.1.9.16.1.23");
    Iterable<RecipientInformation> all = authenticated
        ? new CMSAuthEnvelopedData(cms).getRecipientInfos().getRecipients() : new CMSEnvelopedData(cms).getRecipientInfos().getRecipients();
    Recipient recipient = authenticated
        ? new JceKeyTransAuthEnvelopedRecipient(key).setProvider("BC")
        : (rsa ? new JceKeyTransEnvelopedRecipient(key).setProvider("BC") : new JceKeyAgreeEnvelopedRecipient(key).setProvider("BC"));
    Exception last = new CMSException("no recipient");
    for (RecipientInformation information : all) {
      try {
        return information.getContent(recipient);
      } catch (Exception another) {
        last = another;
      }
    }
    throw last;
  }

  static byte[] verify(CMSSignedData signed) throws Exception {
    for (SignerInformation signer : signed.getSignerInfos().getSigners()) {
      X509CertificateHolder holder = (X509CertificateHolder) signed.getCertificates().getMatches(signer.getSID()).iterator().next();
      if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(holder))) throw new CMSException("signature wrong");
    }
    return (byte[]) signed.getSignedContent().getContent();
  }
}
