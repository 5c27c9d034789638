package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarrativeRulesTest {
    private static final String OPEN = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "<p>a<br/>b &amp; c &#233; &nbsp;</p>",
                "<table class='x'><tr><td colspan=\"2\">a</td></tr></table>",
                "<a href=\"https://example.org/?a=1&amp;b=2\">a</a>",
                "<a href=\"Patient/1\">a</a><a href=\"#x\">b</a><a name='x'>c</a>",
                "<img src=\"data:image/png;base64,AAAA\" alt=\"x\"/>",
                "<!-- remark --><span style=\"color: red\">x</span>",
                "<div>nested</div>"
            })
    void formattingIsAllowed(String content) {
        assertThat(NarrativeRules.check(OPEN + content + "</div>")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "<p>a",
                "<p>a</b>",
                "<p>a</p></p>",
                "a < b",
                "a & b",
                "<script>x</script>",
                "<SCRIPT>x</SCRIPT>",
                "<style>x</style>",
                "<iframe src='x'/>",
                "<object/>",
                "<form>x</form>",
                "<input value='x'/>",
                "<svg><a/></svg>",
                "<link href='x'/>",
                "<base href='x'/>",
                "<p onclick='x'>a</p>",
                "<img src='x' onerror='y'/>",
                "<a href='javascript:x'>a</a>",
                "<a href=' JavaScript:x'>a</a>",
                "<a href='java\tscript:x'>a</a>",
                "<a href='javascript&#58;x'>a</a>",
                "<a href='javascript&colon;x?'>a</a>",
                "<a href='&#106;avascript:x'>a</a>",
                "<a href='data:text/html,x'>a</a>",
                "<img src='data:image/svg+xml,x'/>",
                "<p style='background: URL(x)'>a</p>",
                "<p style='width: expression(x)'>a</p>",
                "<p style='\\75rl(x)'>a</p>",
                "<p class=x>a</p>",
                "<p class='a' class='b'>a</p>",
                "<p class='a'id='b'>a</p>",
                "<p class>a</p>",
                "<p title='<'>a</p>",
                "<!DOCTYPE html>x",
                "<?php x ?>",
                "<![CDATA[x]]>",
                "<!--[if IE]>x<![endif]-->",
                "<!-- x",
                "<x:p>a</x:p>"
            })
    void whatRunsFetchesOrIsNotWellFormedIsRefused(String content) {
        assertThat(NarrativeRules.check(OPEN + content + "</div>")).as(content).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<div>x</div>",
                "<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>",
                "<div xmlns=\"http://example.org\">x</div>",
                "<!DOCTYPE div [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + OPEN + "&x;</div>",
                OPEN + "x</div>tail",
                OPEN + "x</div>" + OPEN + "x</div>",
                OPEN + "x",
                OPEN + "x</div",
                "<div"
            })
    void rootIsOneDivOfXhtml(String div) {
        assertThat(NarrativeRules.check(div)).isPresent();
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(NarrativeRules.check(OPEN + "<p>".repeat(100_000)))
                .hasValueSatisfying(rule -> assertThat(rule).contains("deeper"));
    }
}
