package dev.atsharness.conformance.internal;

import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rules;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of a message that may be published. A message in new words may have anything in it,
 * also a person's name, which no pattern recognises. So only words are kept that messages of
 * Apple's have, or that belong to TLS; every other word is removed.
 */
final class PublishableWords {

  static final String REMOVED = "(removed)";

  private static final String OF_TLS =
      "a an and are as at be by for from has have in is it least less minimum maximum more must not"
          + " of offered on only or permitted required negotiated than that the to unknown used"
          + " using was via with without server client certificate chain cipher suite ciphersuite"
          + " group key exchange signature algorithm scheme hash version protocol handshake"
          + " extension secret master extended size bits curve issuer leaf root intermediate trust"
          + " trusted peer public private length weak strong deprecated disallowed allowed"
          + " supported unsupported missing invalid expired advertised error warning violation"
          + " violations ats fcp fcpv2 tls tlsv1 ssl sslv3 ems removed rsa rsae rsassa pss pkcs1"
          + " pkcs1v15 ecdsa dsa eddsa ed25519 ed448 x25519 x448 secp192r1 secp224r1 secp256r1"
          + " secp384r1 secp521r1 secp256k1 prime256v1 p192 p224 p256 p384 p521 brainpoolp256r1"
          + " brainpoolp384r1 brainpoolp512r1 mlkem768 ffdhe2048 md5 sha sha1 sha2 sha3 sha224"
          + " sha256 sha384 sha512 ecdh ecdhe dh dhe kx aes aes128 aes256 gcm cbc ccm chacha20"
          + " poly1305 null rc4 des 3des ede anon export camellia aria psk krb5 srp seed idea";

  private static final Pattern SIZE =
      Pattern.compile(
          "[0-5]|40|56|64|112|128|160|192|224|255|256|384|448|512|521|768|1024|1280|1536|2048|3072"
              + "|4096|8192|25519");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  /** A word with the punctuation around it. */
  private static final Pattern WORD =
      Pattern.compile("([\\[({<\"',;:.!?]*)([^\\s]*?)([\\])}>\"',;:.!?]*)(\\s+|$)");

  private final Set<String> known;

  PublishableWords() {
    this.known =
        Stream.of(
                Releases.builtIn().wordings().stream().map(wording -> wording.words()),
                Rules.builtIn().all().stream()
                    .flatMap(rule -> rule.messages().byRelease().values().stream()),
                Stream.of(OF_TLS))
            .flatMap(texts -> texts)
            .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")))
            .filter(word -> !word.isEmpty() && !NUMBER.matcher(word).matches())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The text without other words.
   *
   * @param isKnown whether the message is in known words, so that a number is the size of a key
   */
  String of(String text, boolean isKnown) {
    StringBuilder kept = new StringBuilder();
    Matcher word = WORD.matcher(text);
    while (word.find() && word.end() > word.start()) {
      kept.append(word.group(1));
      kept.append(
          word.group(2).isEmpty() || isPublishable(word.group(2), isKnown)
              ? word.group(2)
              : REMOVED);
      kept.append(word.group(3)).append(word.group(4));
    }
    return kept.toString().replace("(" + REMOVED + ")", REMOVED);
  }

  private boolean isPublishable(String word, boolean isKnown) {
    if (NUMBER.matcher(word).matches()) {
      return isKnown || SIZE.matcher(word).matches();
    }
    return word.matches("[A-Za-z0-9_()\\[\\]:.,/-]+")
        && Arrays.stream(word.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .allMatch(
                part -> part.isEmpty() || known.contains(part) || SIZE.matcher(part).matches());
  }
}
