package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.scenario.internal.TlsSettings.Resumption;
import dev.atsharness.server.handshake.ClientHello;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;

/**
 * A server protocol whose ServerHello has what the settings specify and the library would not send.
 */
final class EndpointProtocol extends TlsServerProtocol {

  private final TlsSettings settings;
  private final boolean extendedMasterSecretOffered;

  EndpointProtocol(TlsSettings settings, ClientHello hello) {
    this.settings = settings;
    this.extendedMasterSecretOffered = hello.extendedMasterSecret();
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // the library's API uses the raw Hashtable
  protected void sendServerHelloMessage(ServerHello serverHello) throws IOException {
    Hashtable extensions = serverHello.getExtensions();
    if (extensions != null) {
      if (!settings.secureRenegotiation()) {
        extensions.remove(ExtensionType.renegotiation_info);
      }
      if (settings.resumption() == Resumption.SESSION_ID_OTHER_EMS
          && getContext().getSecurityParameters().isResumedSession()
          && extendedMasterSecretOffered
          && extensions.remove(ExtensionType.extended_master_secret) == null) {
        extensions.put(ExtensionType.extended_master_secret, TlsUtils.EMPTY_BYTES);
      }
    }
    super.sendServerHelloMessage(serverHello);
  }
}
