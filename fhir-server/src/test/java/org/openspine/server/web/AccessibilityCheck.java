package org.openspine.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a machine can tell about the accessibility of an open page.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/">WCAG 2.2</a>
 */
final class AccessibilityCheck {
    private static final Set<String> NAMED = Set.of(
            "button", "link", "textbox", "searchbox", "table", "region", "navigation", "DisclosureTriangle", "image");

    /** Contrast of text (1.4.3), order of headings, captions of tables, unique ids: everything that is wrong, in words. */
    private static final String IN_PAGE = """
            (() => {
              const wrong = [];
              const shown = (element) => element.checkVisibility({ visibilityProperty: true });
              const channels = (colour) => {
                const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
                return { r, g, b, a };
              };
              const over = (top, below) => ({
                r: top.r * top.a + below.r * (1 - top.a),
                g: top.g * top.a + below.g * (1 - top.a),
                b: top.b * top.a + below.b * (1 - top.a),
                a: 1,
              });
              const background = (element) => {
                const own = channels(getComputedStyle(element).backgroundColor);
                if (own.a === 1) return own;
                return over(own, element.parentElement ? background(element.parentElement) : channels('rgb(255, 255, 255)'));
              };
              const luminance = ({ r, g, b }) => {
                const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
                return 0.2126 * x + 0.7152 * y + 0.0722 * z;
              };
              const contrast = (a, b) => {
                const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
                return (light + 0.05) / (dark + 0.05);
              };
              let checked = 0;
              for (const element of document.body.querySelectorAll('*')) {
                const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                if ((!hasText && !element.matches('input')) || !shown(element) || element.closest('.hidden')) continue;
                checked++;
                const style = getComputedStyle(element);
                const size = parseFloat(style.fontSize);
                const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
                const found = contrast(over(channels(style.color), background(element)), background(element));
                if (found < needed) wrong.push(`contrast ${found.toFixed(2)} of ${element.tagName}.${element.className} "${element.textContent.slice(0, 30)}"`);
              }
              if (checked < 20) wrong.push(`only ${checked} elements with text`);
              let level = 0;
              for (const heading of [...document.querySelectorAll('h1, h2, h3, h4')].filter(shown)) {
                const next = Number(heading.tagName[1]);
                if (next > level + 1) wrong.push(`${heading.tagName} "${heading.textContent}" after H${level}`);
                level = next;
              }
              if ([...document.querySelectorAll('h1')].filter(shown).length !== 1) wrong.push('not one h1');
              for (const table of document.querySelectorAll('table')) {
                if (!table.caption?.textContent) wrong.push('a table without caption');
              }
              const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
              for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) wrong.push(`id ${id} twice`);
              return wrong;
            })()
            """;

    private AccessibilityCheck() {}

    /** Empty if nothing is wrong. */
    static List<String> faultsOf(Chromium browser) {
        List<String> faults = new ArrayList<>();
        browser.evaluate(IN_PAGE).forEach(fault -> faults.add(fault.asText()));
        for (JsonNode node : browser.accessibilityTree()) {
            String role = node.path("role").path("value").asText();
            boolean isNamed = !node.path("name").path("value").asText().isBlank();
            if (!node.path("ignored").asBoolean() && NAMED.contains(role) && !isNamed) {
                faults.add("a %s without name".formatted(role));
            }
        }
        return faults;
    }
}
