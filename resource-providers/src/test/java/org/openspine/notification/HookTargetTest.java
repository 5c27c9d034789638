package org.openspine.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HookTargetTest {
    private final HookTarget strict = new HookTarget(Set.of("hooks.example.org", "*.example.net", "127.0.0.1"), false);

    @Test
    void onlyHttpsToAllowedHostsMayBeCalled() {
        assertThat(strict.require("https://hooks.example.org/a").getHost()).isEqualTo("hooks.example.org");
        assertThat(strict.require("https://one.example.net/a").getHost()).isEqualTo("one.example.net");
        for (String endpoint : List.of(
                "http://hooks.example.org/a",
                "https://example.net/a",
                "https://hooks.example.org.evil.test/a",
                "https://user@hooks.example.org/a",
                "https://other.example.org/a",
                "file:///etc/passwd",
                "https:///a",
                "not a uri",
                "")) {
            assertThatThrownBy(() -> strict.require(endpoint))
                    .as(endpoint)
                    .isInstanceOf(HookTarget.NotAllowedException.class);
        }
    }

    @Test
    void addressesThatAreNotPublicAreOffLimits() throws UnknownHostException {
        for (String address : List.of(
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "::1",
                "fe80::1",
                "fd00::1",
                "192.0.2.1",
                "203.0.113.9",
                "::",
                "fec0::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::a00:1",
                "2002:a00:1::1",
                "2001:0:4136:e378:8000:63bf:f5ff:fffe",
                "2001:db8::1",
                "4000::1")) {
            assertThat(HookTarget.isPublic(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
        for (String address : List.of("93.184.216.34", "2606:2800:220:1::1")) {
            assertThat(HookTarget.isPublic(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
        assertThatThrownBy(() -> strict.resolve(URI.create("https://127.0.0.1/a")))
                .isInstanceOf(HookTarget.NotAllowedException.class);
    }

    /** Whatever the name: an allowed host that leads to a local address is not called. */
    @Test
    void namesAndUnusualSpellingsOfLocalAddressesAreOffLimits() {
        for (String host : List.of("localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]", "[::1]", "[fe80::1]")) {
            HookTarget target = new HookTarget(Set.of(host), false);
            assertThatThrownBy(() -> target.resolve(target.require("https://%s/a".formatted(host))))
                    .as(host)
                    .isInstanceOf(HookTarget.NotAllowedException.class);
        }
    }

    @Test
    void operatorsMayKeepHooksLocal() throws UnknownHostException {
        HookTarget local = new HookTarget(Set.of("127.0.0.1"), true);
        assertThat(local.resolve(local.require("http://127.0.0.1:8090/a")).isLoopbackAddress())
                .isTrue();
    }

    @Test
    void pausesDoubleGiveOrTakeAHalfUpToAQuarterOfAnHour() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1));
        assertThat(backoff.jittered(1, 0.5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.jittered(4, 0.5)).isEqualTo(Duration.ofSeconds(8));
        assertThat(backoff.jittered(4, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff.jittered(50, 0.5)).isEqualTo(Backoff.LONGEST);
    }
}
