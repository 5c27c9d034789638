package org.openspine.repository.search;

import java.util.List;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * Sets of codes that searches name: value sets, and codes above or below one in their system. Each throws {@link SpineException} if what
 * it needs is not loaded, or if there are more codes than a search takes.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">FHIR R4 token search</a>
 */
public interface CodeSets {
    /** Most codes one modifier may stand for. */
    int MOST_CODES = 1_000;

    /** A server that knows no codes. */
    CodeSets NONE = new CodeSets() {
        @Override
        public List<Code> in(String valueSet) {
            throw none();
        }

        @Override
        public List<Code> below(Code code) {
            throw none();
        }

        @Override
        public List<Code> above(Code code) {
            throw none();
        }

        private SpineException none() {
            return new SpineException(
                    FhirError.UNSUPPORTED_PARAMETER, "The modifiers in, not-in, above and below need terminology");
        }
    };

    /** A code in its system. */
    record Code(String system, String code) {}

    List<Code> in(String valueSet);

    /** The code and those below it. */
    List<Code> below(Code code);

    /** The code and those above it. */
    List<Code> above(Code code);
}
