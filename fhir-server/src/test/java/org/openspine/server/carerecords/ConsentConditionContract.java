package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The doors of conditions: whether something is there shows in what a conditional request does, and in chains through it. */
interface ConsentConditionContract extends ConsentMatrixContract {
    String ELSEWHERE = """
            {"resourceType": "DocumentReference", "status": "superseded", "content": [{"attachment": {"title": "A letter"}}]}""";

    @Test
    default void everyStateAtEveryCondition() {
        for (State state : State.values()) {
            for (Where where : Where.values()) {
                Subject subject = subject();
                String list = create("""
                    {"resourceType": "List", "status": "current", "mode": "working", "entry": [{"item": {"reference": "%s"}}]}""".formatted(subject.references().get(0)));
                decide(state, where, subject.number());
                answers(subject, list).forEach((door, isTold) -> assertThat(isTold)
                        .as("%s, %s, %s", state, where, door)
                        .isEqualTo(state.core));
            }
        }
    }

    /** Of each door whether its answer tells that there is a summary. */
    private Map<String, Boolean> answers(Subject subject, String list) {
        String condition = "DocumentReference?identifier=" + subject.scrId();
        Map<String, Boolean> doors = new LinkedHashMap<>();
        doors.put(
                "chain",
                !matches("List?_id=" + list.substring(5) + "&item:DocumentReference.status=current,superseded")
                        .isEmpty());
        doors.put(
                "_has and chain",
                !matches("Patient?_id=" + subject.number()
                                + "&_has:DocumentReference:subject:_has:List:item:status=current")
                        .isEmpty());
        doors.put(
                "include from elsewhere",
                fhir().get("/List?_id=" + list.substring(5) + "&_include=List:item")
                        .asString()
                        .contains("masterIdentifier"));
        doors.put(
                "sort by it",
                get("DocumentReference?identifier=" + subject.scrId() + "&_sort=date&_total=accurate")
                                .path("total")
                                .asInt()
                        > 0);
        doors.put("conditional delete", status(fhir().delete("/" + condition)) == 405);
        doors.put(
                "conditional patch",
                status(fhir().contentType(JSON_PATCH)
                                .body("[{\"op\": \"add\", \"path\": \"/language\", \"value\": \"en\"}]")
                                .patch("/" + condition))
                        == 422);
        doors.put(
                "conditional reference in a transaction",
                status(sending("""
                        {"resourceType": "Bundle", "type": "transaction", "entry": [{"resource": {"resourceType": "List",
                          "status": "current", "mode": "working", "entry": [{"item": {"reference": "%s"}}]},
                         "request": {"method": "POST", "url": "List"}}]}""".formatted(condition)).post("")) == 200);
        doors.put(
                "conditional create in a batch",
                !sending("""
                        {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": %s,
                         "request": {"method": "POST", "url": "DocumentReference", "ifNoneExist": "identifier=%s"}}]}""".formatted(ELSEWHERE, subject.scrId()))
                        .post("")
                        .asString()
                        .contains("201 Created"));
        doors.put(
                "conditional create",
                status(sending(ELSEWHERE)
                                .header("If-None-Exist", "identifier=" + subject.scrId())
                                .post("/DocumentReference"))
                        == 200);
        doors.put("conditional update", status(sending(ELSEWHERE).put("/" + condition)) == 422);
        doors.put(
                "conditional read",
                status(fhir().header("If-None-Match", "W/\"1\"")
                                .get("/" + subject.compositions().get(0)))
                        == 304);
        return doors;
    }

    private static int status(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isLessThan(500);
        return response.statusCode();
    }
}
