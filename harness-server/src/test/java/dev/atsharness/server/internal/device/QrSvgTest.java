package dev.atsharness.server.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Another library reads the code from the modules of the drawing. */
class QrSvgTest {

  private static final int SCALE = 4;

  @Test
  void theCodeReadsAsTheText() throws Exception {
    String url = "http://192.168.1.7:8090/device/";
    String svg = QrSvg.of(url);
    Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) \\d+\"").matcher(svg);
    assertThat(box.find()).isTrue();
    int size = Integer.parseInt(box.group(1)) * SCALE;
    int[] pixels = new int[size * size];
    Arrays.fill(pixels, 0xffffff);
    Matcher module = Pattern.compile("M(\\d+),(\\d+)h1v1h-1z").matcher(svg);
    while (module.find()) {
      int left = Integer.parseInt(module.group(1)) * SCALE;
      int top = Integer.parseInt(module.group(2)) * SCALE;
      for (int i = 0; i < SCALE * SCALE; i++) {
        pixels[(top + i / SCALE) * size + left + i % SCALE] = 0;
      }
    }
    RGBLuminanceSource source = new RGBLuminanceSource(size, size, pixels);
    BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(source));
    assertThat(new QRCodeReader().decode(bitmap).getText()).isEqualTo(url);
  }
}
