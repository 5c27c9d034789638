package org.openspine.notification;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which addresses rest-hooks may call: allow-listed hosts over TLS, on public networks, unless the operator lets them stay local. */
final class HookTarget {
    private static final int LONGEST = 2000;

    private final Set<String> hosts;
    private final boolean local;

    HookTarget(Set<String> hosts, boolean local) {
        this.hosts = hosts;
        this.local = local;
    }

    /** The endpoint as a URI. Throws {@link NotAllowedException} for what may not be called. */
    URI require(String endpoint) {
        URI uri = parse(endpoint);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(local && scheme.equals("http"))) {
            throw new NotAllowedException("An endpoint is an https address");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new NotAllowedException("An endpoint has a host, and neither a user nor a fragment");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (hosts.stream().noneMatch(allowed -> matches(allowed.toLowerCase(Locale.ROOT), host))) {
            throw new NotAllowedException("The host is none of those that notifications may be sent to");
        }
        return uri;
    }

    /** Where the host is now. Throws {@link NotAllowedException} if any of its addresses is off limits. */
    InetAddress resolve(URI uri) throws UnknownHostException {
        InetAddress[] addresses =
                InetAddress.getAllByName(Optional.ofNullable(uri.getHost()).orElse(""));
        for (InetAddress address : addresses) {
            if (!local && !isPublic(address)) {
                throw new NotAllowedException("The host is on a loopback, private or link-local network");
            }
        }
        return addresses[0];
    }

    private static boolean matches(String allowed, String host) {
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }

    private static URI parse(String endpoint) {
        try {
            if (endpoint.length() > LONGEST) {
                throw new NotAllowedException("An endpoint has at most %d characters".formatted(LONGEST));
            }
            return new URI(endpoint);
        } catch (URISyntaxException e) {
            throw new NotAllowedException("An endpoint is an https address");
        }
    }

    static boolean isPublic(InetAddress address) {
        return !(address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isReserved(address.getAddress()));
    }

    /**
     * Networks that the JDK has no word for: shared, documentation, benchmark and future ones of IPv4; of IPv6 all but the global
     * ones, and of these the ones that carry an IPv4 address which may be anywhere.
     */
    private static boolean isReserved(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        if (address.length == 4) {
            return first == 0
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 192 && second == 0 && (address[2] == 0 || address[2] == 2))
                    || (first == 192 && second == 88 && address[2] == 99)
                    || (first == 198 && second == 51 && address[2] == 100)
                    || (first == 203 && second == 0 && address[2] == 113)
                    || (first == 198 && (second == 18 || second == 19))
                    || first >= 240;
        }
        int third = address[2] & 0xff;
        int fourth = address[3] & 0xff;
        boolean global = (first & 0xe0) == 0x20;
        boolean protocols = first == 0x20 && second == 0x01 && third < 2; // Teredo among them
        boolean documentation = first == 0x20 && second == 0x01 && third == 0x0d && fourth == 0xb8;
        boolean sixToFour = first == 0x20 && second == 0x02;
        return !global || protocols || documentation || sixToFour;
    }

    /** Says in one sentence, without naming the endpoint, why it may not be called. */
    static final class NotAllowedException extends RuntimeException {
        NotAllowedException(String message) {
            super(message);
        }
    }
}
