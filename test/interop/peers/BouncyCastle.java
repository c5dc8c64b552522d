import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.*;
import java.util.*;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.*;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.*;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.*;

/**
 * Bouncy Castle works off orders: FOLDER, then WHAT HOW INPUT OUTPUT for each. What: "detached" and "opaque" sign (how: KEY:ALGORITHM, with
 * "-ski" by key identifier), "encrypt" (RECIPIENT:CIPHER), "compress", "open" (the key, "signed", or "detached" over INPUT.content).
 * Why an order came to nothing is written to OUTPUT.why.
 */
public class BouncyCastle {
  static final String BC = "BC";
  static final Map<String, ASN1ObjectIdentifier> CIPHERS = Map.of(
      "aes128-cbc", CMSAlgorithm.AES128_CBC, "aes192-cbc", CMSAlgorithm.AES192_CBC, "aes256-cbc", CMSAlgorithm.AES256_CBC, "des3", CMSAlgorithm.DES_EDE3_CBC,
      "aes128-gcm", CMSAlgorithm.AES128_GCM, "aes192-gcm", CMSAlgorithm.AES192_GCM, "aes256-gcm", CMSAlgorithm.AES256_GCM,
      "aes128-ccm", CMSAlgorithm.AES128_CCM, "aes256-ccm", CMSAlgorithm.AES256_CCM);
  static final Map<String, ASN1ObjectIdentifier> KEY_DERIVATIONS = Map.of(
      "sha1", CMSAlgorithm.ECDH_SHA1KDF, "sha256", CMSAlgorithm.ECDH_SHA256KDF, "sha384", CMSAlgorithm.ECDH_SHA384KDF, "sha512", CMSAlgorithm.ECDH_SHA512KDF,
      "cofactor_sha256", CMSAlgorithm.ECCDH_SHA256KDF);
  static final Map<String, ASN1ObjectIdentifier> HASHES = Map.of(
      "sha1", OIWObjectIdentifiers.idSHA1, "sha256", NISTObjectIdentifiers.id_sha256, "sha384", NISTObjectIdentifiers.id_sha384, "sha512", NISTObjectIdentifiers.id_sha512);
  static Path folder;

  public static void main(String[] words) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    folder = Paths.get(words[0]);
    for (int i = 1; i < words.length; i += 4) {
      try {
        Files.write(folder.resolve(words[i + 3]), carryOut(words[i], words[i + 1], words[i + 2]));
      } catch (Exception | LinkageError cannot) {
        Files.write(folder.resolve(words[i + 3] + ".why"), cannot.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  static byte[] carryOut(String what, String how, String input) throws Exception {
    byte[] octets = Files.readAllBytes(folder.resolve(input));
    String[] parts = how.split(":");
    switch (what) {
      case "detached": case "opaque": return sign(parts[0], parts[1], octets, what.equals("opaque"));
      case "encrypt": return encrypt(recipient(parts[0]), parts[1], octets);
      case "compress": return new CMSCompressedDataGenerator().generate(new CMSProcessableByteArray(octets), new ZlibCompressor()).getEncoded();
      default: break;
    }
    if (how.equals("signed")) return verify(new CMSSignedData(octets));
    if (how.equals("detached")) return verify(new CMSSignedData(new CMSProcessableByteArray(Files.readAllBytes(folder.resolve(input + ".content"))), octets));
    return decrypt(octets, privateKey(how), kindOf(how));
  }

  static byte[] sign(String key, String algorithm, byte[] content, boolean opaque) throws Exception {
    X509Certificate signer = certificate(key);
    var builder = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().setProvider(BC).build());
    var contentSigner = new JcaContentSignerBuilder(algorithm.replace("-ski", "")).setProvider(BC).build(privateKey(key));
    var generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(algorithm.endsWith("-ski")
        ? builder.build(contentSigner, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(signer.getPublicKey()).getKeyIdentifier())
        : builder.build(contentSigner, signer));
    generator.addCertificates(new JcaCertStore(List.of(signer, certificate("int"))));
    return generator.generate(new CMSProcessableByteArray(content), opaque).getEncoded();
  }

  static byte[] verify(CMSSignedData signed) throws Exception {
    for (SignerInformation signer : signed.getSignerInfos().getSigners()) {
      X509CertificateHolder holder = (X509CertificateHolder) signed.getCertificates().getMatches(signer.getSID()).iterator().next();
      if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(holder))) throw new CMSException("signature wrong");
    }
    return (byte[]) signed.getSignedContent().getContent();
  }

  static byte[] encrypt(RecipientInfoGenerator recipient, String cipher, byte[] content) throws Exception {
    var encryptor = new JceCMSContentEncryptorBuilder(CIPHERS.get(cipher)).setProvider(BC).build();
    if (cipher.endsWith("cm")) {
      var generator = new CMSAuthEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(recipient);
      return generator.generate(new CMSProcessableByteArray(content), (org.bouncycastle.operator.OutputAEADEncryptor) encryptor).getEncoded();
    }
    var generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient);
    return generator.generate(new CMSProcessableByteArray(content), encryptor).getEncoded();
  }

  static RecipientInfoGenerator recipient(String name) throws Exception {
    String way = name.substring(name.indexOf('-') + 1);
    if (name.startsWith("kek-")) return new JceKEKRecipientInfoGenerator("id".getBytes(StandardCharsets.UTF_8), new SecretKeySpec(new byte[32], "AES")).setProvider(BC);
    if (name.startsWith("password-"))
      return new JcePasswordRecipientInfoGenerator(CIPHERS.get(way + "-cbc"), "correct horse".toCharArray()).setProvider(BC).setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8);
    X509Certificate ours = certificate(name.substring(0, name.indexOf('-')));
    if (way.equals("pkcs1")) return new JceKeyTransRecipientInfoGenerator(ours).setProvider(BC);
    if (way.startsWith("oaep_")) return new JceKeyTransRecipientInfoGenerator(ours, oaep(way.substring(5).split("_mgf_"))).setProvider(BC);
    return agreement(KEY_DERIVATIONS.get(way.replace("_ukm", "")), ours, way.endsWith("_ukm"));
  }

  /** Two recipients in one KeyAgreeRecipientInfo, ours last. */
  static RecipientInfoGenerator agreement(ASN1ObjectIdentifier kdf, X509Certificate ours, boolean withMaterial) throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", BC);
    pairs.initialize(new ECGenParameterSpec("P-256"));
    KeyPair sender = pairs.generateKeyPair();
    var generator = new JceKeyAgreeRecipientInfoGenerator(kdf, sender.getPrivate(), sender.getPublic(), CMSAlgorithm.AES256_WRAP).addRecipient(certificate("ec2")).addRecipient(ours).setProvider(BC);
    return withMaterial ? generator.setUserKeyingMaterial("keying material".getBytes(StandardCharsets.UTF_8)) : generator;
  }

  static AlgorithmIdentifier oaep(String[] hashes) {
    return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP,
        new RSAESOAEPparams(hash(hashes[0]), new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash(hashes[1])), RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
  }

  static AlgorithmIdentifier hash(String name) {
    return new AlgorithmIdentifier(HASHES.get(name), DERNull.INSTANCE);
  }

  static byte[] decrypt(byte[] cms, PrivateKey key, String kind) throws Exception {
    boolean authenticated = org.bouncycastle.asn1.cms.ContentInfo.getInstance(cms).getContentType().getId().equals("1.2.840.113549.1.9.16.1.23");
    Iterable<RecipientInformation> all = authenticated
        ? new CMSAuthEnvelopedData(cms).getRecipientInfos().getRecipients() : new CMSEnvelopedData(cms).getRecipientInfos().getRecipients();
    Recipient recipient = authenticated
        ? new JceKeyTransAuthEnvelopedRecipient(key).setProvider(BC)
        : (kind.equals("RSA") ? new JceKeyTransEnvelopedRecipient(key).setProvider(BC) : new JceKeyAgreeEnvelopedRecipient(key).setProvider(BC));
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

  static String kindOf(String key) {
    return key.startsWith("ec") ? "EC" : key.equals("ed25519") ? "Ed25519" : key.equals("x25519") ? "X25519" : "RSA";
  }

  static PrivateKey privateKey(String name) throws Exception {
    return KeyFactory.getInstance(kindOf(name), BC).generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(name + ".pk8"))));
  }

  static X509Certificate certificate(String name) throws Exception {
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".crt"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509", BC).generateCertificate(in);
    }
  }
}
