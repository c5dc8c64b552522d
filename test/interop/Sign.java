import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import org.bouncycastle.asn1.cms.*;
import org.bouncycastle.cert.jcajce.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.*;

/** Bouncy Castle signs: FOLDER CONTENT, and writes bc-<form>-<algorithm>.der for every form that it makes. */
public class Sign {
  public static void main(String[] words) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    Path folder = Paths.get(words[0]);
    byte[] content = Files.readAllBytes(Paths.get(words[1]));
    for (String[] each : new String[][] {
        {"rsa", "RSA", "SHA256withRSA"}, {"rsa", "RSA", "SHA512withRSA"}, {"rsa", "RSA", "SHA256withRSAandMGF1"}, {"rsa", "RSA", "SHA384withRSAandMGF1"},
        {"ec", "EC", "SHA256withECDSA"}, {"ec", "EC", "SHA384withECDSA"} }) {
      X509Certificate signer = certificate(folder.resolve(each[0] + ".crt"));
      PrivateKey key = KeyFactory.getInstance(each[1]).generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(each[0] + ".pk8"))));
      for (boolean byKey : new boolean[] {false, true}) {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        JcaSignerInfoGeneratorBuilder builder = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().setProvider("BC").build());
        var contentSigner = new JcaContentSignerBuilder(each[2]).setProvider("BC").build(key);
        generator.addSignerInfoGenerator(byKey
            ? builder.build(contentSigner, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(signer.getPublicKey()).getKeyIdentifier())
            : builder.build(contentSigner, signer));
        generator.addCertificates(new JcaCertStore(List.of(signer, certificate(folder.resolve("int.crt")))));
        for (boolean opaque : new boolean[] {false, true}) {
          CMSSignedData signed = generator.generate(new CMSProcessableByteArray(content), opaque);
          String name = "bc-" + (opaque ? "opaque" : "detached") + (byKey ? "-ski-" : "-") + each[2];
          Files.write(folder.resolve(name + ".der"), signed.getEncoded());
        }
      }
    }
  }

  static X509Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
