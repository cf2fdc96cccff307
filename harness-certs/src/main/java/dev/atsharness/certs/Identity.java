package dev.atsharness.certs;

import dev.atsharness.certs.internal.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * What a TLS server presents: certificates in the order it sends them, and the private key of the
 * first. The order and completeness are as given; nothing here corrects a wrong chain.
 *
 * @param chain at least one certificate
 * @param key the leaf's key pair
 */
public record Identity(List<X509CertificateHolder> chain, HarnessKey key) {
  public Identity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an identity needs a certificate");
    }
  }

  /** The private key for Bouncy Castle's lightweight API. */
  public AsymmetricKeyParameter privateKey() {
    return key.privateKey();
  }

  /** The private key for JCA users. */
  public PrivateKey privateKeyJca() {
    return key.toJca();
  }

  /** Each certificate's DER, in the order sent. */
  public List<byte[]> chainDer() {
    return chain.stream().map(Certificates::der).toList();
  }

  /** Each certificate for JCA users, in the order sent. */
  public List<X509Certificate> chainJca() {
    return chain.stream().map(Certificates::toJca).toList();
  }

  /** Each certificate as a PEM block, in the order sent. */
  public String chainPem() {
    return String.join("", chain.stream().map(Certificates::pem).toList());
  }

  /** The private key and the chain in one file, as HAProxy and {@code openssl} expect it. */
  public String pem() {
    return key.pem() + chainPem();
  }

  /**
   * A PKCS #12 file (RFC 7292) with the key and the chain, unchanged.
   *
   * @throws IllegalArgumentException if the password is empty; Apple's Keychain refuses such files
   */
  public byte[] pkcs12(char[] password) {
    try {
      return Pkcs12.encode(this, password);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode PKCS #12", e);
    }
  }

  /** Returns the same key with another chain. */
  public Identity withChain(List<X509CertificateHolder> other) {
    return new Identity(other, key);
  }

  /**
   * Returns an identity that also sends this certificate, as the last one: the root, or one that
   * does not belong there.
   */
  public Identity plus(X509CertificateHolder certificate) {
    List<X509CertificateHolder> longer = new ArrayList<>(chain);
    longer.add(certificate);
    return withChain(longer);
  }

  /** Returns an identity with only the first certificate. */
  public Identity leafOnly() {
    return withChain(chain.subList(0, 1));
  }

  /** Returns the same certificates, the leaf first and the others in reverse order. */
  public Identity issuersReversed() {
    List<X509CertificateHolder> reversed = new ArrayList<>(chain);
    Collections.reverse(reversed.subList(1, reversed.size()));
    return withChain(reversed);
  }
}
