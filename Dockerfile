# The harness in an image, without any scanner. Build the jar first:
#
#   ./mvnw -Dquick package && docker build -t ats-harness .
#
# Both bases can be replaced, by ones of your own registry for example: the first needs a JDK 17 or later with jlink,
# the second glibc, zlib and bash. Only the second is in the image.
ARG JDK_IMAGE=eclipse-temurin:17-jdk
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${JDK_IMAGE} AS jre
RUN jlink --output /jre --strip-debug --no-man-pages --no-header-files --compress=2 \
    --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="ats-harness" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.description="Endpoints that violate Apple's ATS and FCP v2.1 requirements in exactly one known way"
COPY --from=jre /jre /opt/ats-harness/jre
COPY LICENSE NOTICE deploy/jvm.options harness-cli/target/ats-harness.jar /opt/ats-harness/
# What the launcher does on first use is done here: class data of a real run is archived, for a quick start.
RUN cd /opt/ats-harness \
 && jre/bin/java -XX:+UseG1GC -Xshare:dump -Xlog:disable \
 && jre/bin/java @jvm.options -XX:ArchiveClassesAtExit=classes.jsa -jar /opt/ats-harness/ats-harness.jar \
      check --checker simulated-device --only 'baseline/*' >/dev/null \
 && echo '-XX:SharedArchiveFile=/opt/ats-harness/classes.jsa' >>jvm.options \
 && mkdir -m 700 /state && chown 10001:10001 /state
ENV PATH=/opt/ats-harness/jre/bin:$PATH
# A number, so that Kubernetes can tell that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8443 8080 8090 9000-9004
# SIGTERM, which stops the harness in order, reaches it directly: there is no shell in between.
ENTRYPOINT ["java", "@/opt/ats-harness/jvm.options", "-jar", "/opt/ats-harness/ats-harness.jar"]
CMD ["serve", "--bind", "0.0.0.0", "--console-bind", "0.0.0.0"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8090 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"ok\"' <&3"]
