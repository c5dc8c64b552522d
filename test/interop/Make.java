import java.nio.file.*;
import java.security.*;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.*;

/** Bouncy Castle makes: FOLDER, then for each what ("detached", "opaque", "cbc", "gcm"), whose key ("rsa", "ec"), INPUT and OUTPUT. */
public class Make {
  public static void main(String[] words) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    Path folder = Paths.get(words[0]);
    for (int i = 1; i < words.length; i += 4) {
      byte[] content = Files.readAllBytes(folder.resolve(words[i + 2]));
      boolean signs = words[i].equals("detached") || words[i].equals("opaque");
      Files.write(folder.resolve(words[i + 3]), signs ? sign(folder, words[i + 1], content, words[i].equals("opaque")) : encrypt(folder, words[i + 1], content, words[i].equals("gcm")));
    }
  }

  static byte[] sign(Path folder, String key, byte[] content, boolean opaque) throws Exception {
    boolean rsa = key.equals("rsa");
    PrivateKey secret = KeyFactory.getInstance(rsa ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(key + ".pk8"))));
    X509Certificate signer = Encrypt.certificate(folder.resolve(key + ".crt"));
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().setProvider("BC").build())
        .build(new JcaContentSignerBuilder(rsa ? "SHA256withRSA" : "SHA256withECDSA").setProvider("BC").build(secret), signer));
    generator.addCertificates(new JcaCertStore(List.of(signer, Encrypt.certificate(folder.resolve("int.crt")))));
    return generator.generate(new CMSProcessableByteArray(content), opaque).getEncoded();
  }

  static byte[] encrypt(Path folder, String key, byte[] content, boolean authenticated) throws Exception {
    X509Certificate ours = Encrypt.certificate(folder.resolve(key + ".crt"));
    RecipientInfoGenerator recipient = key.equals("rsa")
        ? new JceKeyTransRecipientInfoGenerator(ours).setProvider("BC")
        : Encrypt.agreement(CMSAlgorithm.ECDH_SHA256KDF, Encrypt.certificate(folder.resolve("ec2.crt")), ours, null);
    ASN1ObjectIdentifier cipher = authenticated ? CMSAlgorithm.AES256_GCM : CMSAlgorithm.AES256_CBC;
    return Encrypt.encrypt(content, recipient, cipher, authenticated);
  }
}
