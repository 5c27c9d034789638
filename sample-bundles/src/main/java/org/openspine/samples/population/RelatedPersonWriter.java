package org.openspine.samples.population;

import java.io.IOException;
import java.util.List;
import org.openspine.samples.population.Household.Role;
import org.openspine.terminology.identifier.NhsNumber;

/** Writes who belongs to whom: a parent in the record of a child, now and then a partner as next of kin. */
final class RelatedPersonWriter {
    private static final String ROLES = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    private static final Coding NEXT_OF_KIN =
            new Coding("http://terminology.hl7.org/CodeSystem/v2-0131", "N", "Next-of-Kin");

    private final BundleLines lines;

    RelatedPersonWriter(BundleLines lines) {
        this.lines = lines;
    }

    void write(Person person, Household home, SeededStream chance) throws IOException {
        Person adult = home.adult();
        if (person.role() == Role.CHILD) {
            Coding parent =
                    adult.sex() == Sex.FEMALE ? new Coding(ROLES, "MTH", "mother") : new Coding(ROLES, "FTH", "father");
            related(person, adult, parent, chance);
        } else if (person.role() == Role.PARTNER && chance.inHundred(30)) {
            related(person, adult, new Coding(ROLES, "DOMPART", "domestic partner"), chance);
        }
    }

    private void related(Person person, Person other, Coding role, SeededStream chance) throws IOException {
        FhirJson json = lines.resource("RelatedPerson", chance.uuid());
        json.identifiers(NhsNumber.SYSTEM, other.number().value()).truth("active", true);
        json.patient("patient", person.number()).concepts("relationship", role, NEXT_OF_KIN);
        json.array("name")
                .object()
                .text("use", "usual")
                .text("family", other.name().family());
        json.texts("given", List.of(other.name().given())).end().end();
        lines.end();
    }
}
