import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.*;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.*;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Bouncy Castle encrypts: FOLDER CONTENT, and writes bce-<recipient>-<cipher>.der for every pair that it makes. */
public class Encrypt {
  static final Object[][] CIPHERS = {
      {"aes128-cbc", CMSAlgorithm.AES128_CBC}, {"aes192-cbc", CMSAlgorithm.AES192_CBC}, {"aes256-cbc", CMSAlgorithm.AES256_CBC}, {"des3", CMSAlgorithm.DES_EDE3_CBC},
      {"aes128-gcm", CMSAlgorithm.AES128_GCM}, {"aes192-gcm", CMSAlgorithm.AES192_GCM}, {"aes256-gcm", CMSAlgorithm.AES256_GCM},
      {"aes128-ccm", CMSAlgorithm.AES128_CCM}, {"aes256-ccm", CMSAlgorithm.AES256_CCM} };

  public static void main(String[] words) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    Path folder = Paths.get(words[0]);
    byte[] content = Files.readAllBytes(Paths.get(words[1]));
    X509Certificate rsa = certificate(folder.resolve("rsa.crt")), ec = certificate(folder.resolve("ec.crt")), other = certificate(folder.resolve("ec2.crt"));
    Map<String, RecipientInfoGenerator> recipients = new LinkedHashMap<>();
    recipients.put("rsa-pkcs1", new JceKeyTransRecipientInfoGenerator(rsa).setProvider("BC"));
    for (String[] oaep : new String[][] {{"sha1", "sha1"}, {"sha256", "sha256"}, {"sha256", "sha1"}, {"sha384", "sha384"}, {"sha512", "sha256"}})
      recipients.put("rsa-oaep_" + oaep[0] + "_mgf_" + oaep[1], new JceKeyTransRecipientInfoGenerator(rsa, oaep(oaep[0], oaep[1])).setProvider("BC"));
    for (Object[] kdf : new Object[][] {{"sha1", CMSAlgorithm.ECDH_SHA1KDF}, {"sha256", CMSAlgorithm.ECDH_SHA256KDF}, {"sha384", CMSAlgorithm.ECDH_SHA384KDF}, {"sha512", CMSAlgorithm.ECDH_SHA512KDF},
        {"cofactor_sha256", CMSAlgorithm.ECCDH_SHA256KDF}}) {
      recipients.put("ec-" + kdf[0], agreement((ASN1ObjectIdentifier) kdf[1], other, ec, null));
      recipients.put("ec-" + kdf[0] + "_ukm", agreement((ASN1ObjectIdentifier) kdf[1], other, ec, "keying material".getBytes("UTF-8")));
    }
    recipients.put("kek-aes256", new JceKEKRecipientInfoGenerator("id".getBytes("UTF-8"), new SecretKeySpec(new byte[32], "AES")).setProvider("BC"));
    recipients.put("password-aes128", new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES128_CBC, "correct horse".toCharArray()).setProvider("BC").setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8));
    recipients.put("password-aes256", new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, "correct horse".toCharArray()).setProvider("BC").setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8));
    for (var recipient : recipients.entrySet())
      for (Object[] cipher : CIPHERS) {
        String name = "bce-" + recipient.getKey() + "-" + cipher[0];
        try {
          Files.write(folder.resolve(name + ".der"), encrypt(content, recipient.getValue(), (ASN1ObjectIdentifier) cipher[1], ((String) cipher[0]).matches(".*[gc]cm")));
        } catch (Exception cannot) {
          System.out.println(name + ": " + cannot.getMessage());
        }
      }
    Files.write(folder.resolve("bce-compressed.der"), new CMSCompressedDataGenerator().generate(new CMSProcessableByteArray(content), new ZlibCompressor()).getEncoded());
  }

  static byte[] encrypt(byte[] content, RecipientInfoGenerator recipient, ASN1ObjectIdentifier cipher, boolean authenticated) throws Exception {
    var encryptor = new JceCMSContentEncryptorBuilder(cipher).setProvider("BC").build();
    if (authenticated) {
      var generator = new CMSAuthEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(recipient);
      return generator.generate(new CMSProcessableByteArray(content), (org.bouncycastle.operator.OutputAEADEncryptor) encryptor).getEncoded();
    }
    var generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient);
    return generator.generate(new CMSProcessableByteArray(content), encryptor).getEncoded();
  }

  /** Two recipients in one KeyAgreeRecipientInfo, ours last. */
  static RecipientInfoGenerator agreement(ASN1ObjectIdentifier kdf, X509Certificate other, X509Certificate ours, byte[] material) throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", "BC");
    pairs.initialize(new java.security.spec.ECGenParameterSpec("P-256"));
    KeyPair sender = pairs.generateKeyPair();
    var generator = new JceKeyAgreeRecipientInfoGenerator(kdf, sender.getPrivate(), sender.getPublic(), CMSAlgorithm.AES256_WRAP).addRecipient(other).addRecipient(ours).setProvider("BC");
    return material == null ? generator : generator.setUserKeyingMaterial(material);
  }

  static AlgorithmIdentifier oaep(String digest, String mask) {
    return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP,
        new RSAESOAEPparams(hash(digest), new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash(mask)), RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
  }

  static AlgorithmIdentifier hash(String name) {
    Map<String, ASN1ObjectIdentifier> of = Map.of("sha1", OIWObjectIdentifiers.idSHA1, "sha256", NISTObjectIdentifiers.id_sha256, "sha384", NISTObjectIdentifiers.id_sha384, "sha512", NISTObjectIdentifiers.id_sha512);
    return new AlgorithmIdentifier(of.get(name), DERNull.INSTANCE);
  }

  static X509Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
