package org.openspine.server.http;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.net.BindException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.openspine.api.SpineApi;
import org.openspine.fhir.UnifiedBase;
import org.openspine.server.web.FrontPage;
import org.openspine.server.web.ServiceDescriptions;

/** Jetty with everything mounted: the FHIR bases, health and the front page. */
public final class HttpServer implements AutoCloseable {
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int MAX_THREADS = 200;
    private static final int MAX_WORKING = 160;
    private static final int MAX_CONNECTIONS_QUEUED = 1000;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_CONNECTIONS = 1_000;
    private static final Duration LONGEST_HEADERS = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final Server server;
    private final ServerConnector connector;

    /** Where to listen, and what clients are told. */
    public record Settings(
            String host, int port, Optional<String> baseUrl, boolean crossOrigin, boolean proxied, Optional<Tls> tls) {}

    /** What else is mounted: servlets by path. */
    public record Mounted(List<SpineApi> apis, Map<String, Servlet> servlets) {}

    /** The port is taken, or the address is none of this machine. The message is one line for the operator. */
    public static final class CannotListenException extends RuntimeException {
        CannotListenException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public HttpServer(Settings settings, FhirContext context, UnifiedBase base, Mounted mounted, Gate gate) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setUriCompliance(UriCompliance.DEFAULT);
        if (settings.proxied()) { // from anybody else these headers would be inventions
            configuration.addCustomizer(new ForwardedRequestCustomizer());
        }
        connector = settings.tls()
                .map(tls -> new ServerConnector(server, tls.factories(configuration)))
                .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(configuration)));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        connector.setAcceptQueueSize(MAX_CONNECTIONS_QUEUED);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.addBean(new SlowHeaders(connector, LONGEST_HEADERS));
        server.setErrorHandler(new PlainErrorHandler());
        server.setStopTimeout(DRAIN.toMillis());
        Handler bases = bases(settings, context, base, mounted, gate);
        Handler.Wrapper top = new GracefulHandler(new SafeHeaders(new RequestLimits(compressed(bases))));
        server.setHandler(settings.crossOrigin() ? crossOrigin(top) : top);
    }

    /** Starts to listen; returns the port. Throws {@link CannotListenException}. */
    public int start() {
        try {
            server.start();
            return connector.getLocalPort();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException || cause instanceof java.nio.channels.UnresolvedAddressException) {
                    throw new CannotListenException(
                            "Cannot listen on %s port %d: %s. Stop what uses it, or choose another with http.port and http.host"
                                    .formatted(connector.getHost(), connector.getPort(), cause.getMessage()),
                            e);
                }
            }
            throw new IllegalStateException(e);
        }
    }

    /** Lets running requests end, then stops. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Handler bases(Settings settings, FhirContext context, UnifiedBase base, Mounted mounted, Gate gate) {
        XmlFormat xml = new XmlFormat(context, base.structures());
        FhirResponseWriter writer = new FhirResponseWriter(xml);
        ErrorAnswer errors = new ErrorAnswer(base, writer);
        BaseUrl baseUrl = new BaseUrl(settings.baseUrl());
        FhirServlet unified = new FhirServlet(
                context,
                errors,
                new UnifiedBaseInterceptor(
                        base,
                        new FhirRequestReader(baseUrl, xml, gate.access()),
                        writer,
                        errors,
                        gate.audit(),
                        new Repeats(gate.replays())),
                new ErrorInterceptor(errors));
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.addFilter(new FilterHolder(new UnreadBody()), "/*", EnumSet.of(DispatcherType.REQUEST));
        servlets.addServlet(holder(unified), UnifiedBase.PATH + "/*");
        mounted.servlets().forEach((path, servlet) -> servlets.addServlet(holder(servlet), path));
        servlets.addServlet(holder(new ServiceDescriptions(mounted.apis())), ServiceDescriptions.PATH);
        for (SpineApi api : mounted.apis()) {
            servlets.addServlet(holder(new ApiServlet(api, baseUrl, xml, gate)), api.basePath() + "/*");
        }
        ContextHandlerCollection all = new ContextHandlerCollection();
        all.addHandler(servlets);
        return new Handler.Sequence(
                new HealthHandler(), new FrontPage(), new Admission(MAX_WORKING, MAX_CONNECTIONS, all));
    }

    private static ServletHolder holder(Servlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setInitOrder(1);
        return holder;
    }

    private static Handler.Wrapper compressed(Handler handler) {
        CompressionHandler compression = new CompressionHandler(handler);
        GzipCompression gzip = new GzipCompression() {
            @Override
            public String getEtagSuffix() {
                return ""; // the tag is the version of the record, whatever its encoding; it is weak
            }

            @Override
            public String etag(String etag) {
                return etag;
            }
        };
        gzip.setMinCompressSize(1024);
        compression.putCompression(gzip);
        compression.putConfiguration(
                "/*",
                CompressionConfig.builder()
                        .defaults()
                        .compressIncludeMimeType("application/fhir+json")
                        .compressIncludeMimeType("application/fhir+xml")
                        .compressIncludeMimeType("application/json")
                        .compressIncludeMimeType("text/html")
                        .compressIncludeMimeType("text/css")
                        .compressIncludeMimeType("text/javascript")
                        .build());
        return compression;
    }

    private static Handler.Wrapper crossOrigin(Handler handler) {
        CrossOriginHandler cors = new CrossOriginHandler();
        cors.setAllowedOriginPatterns(Set.of("*"));
        cors.setAllowedMethods(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
        cors.setAllowedHeaders(Set.of("*"));
        cors.setExposedHeaders(
                Set.of("ETag", "Last-Modified", "Location", "Content-Location", "X-Request-ID", "Retry-After"));
        cors.setHandler(handler);
        return cors;
    }
}
