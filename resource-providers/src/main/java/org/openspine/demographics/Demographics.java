package org.openspine.demographics;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.openspine.api.ContentRules;
import org.openspine.api.SpineApi;
import org.openspine.api.WriteRule;
import org.openspine.demographics.directory.DirectoryApi;
import org.openspine.demographics.miniservice.MiniServiceOperation;
import org.openspine.demographics.pds.MatchOperation;
import org.openspine.demographics.pds.PdsApi;
import org.openspine.demographics.pds.PdsConfig;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SpineService;
import org.openspine.repository.ResourceRepository;

/** The demographics services: the Personal Demographics Service, the Spine Directory Service and the Spine Mini Service. */
public final class Demographics implements SpineService {
    private final ResourceRepository repository;
    private final ContentRules content;
    private final PdsConfig pds;
    private final Clock clock;

    public Demographics(ResourceRepository repository, ContentRules content, PdsConfig pds, Clock clock) {
        this.repository = repository;
        this.content = content;
        this.pds = pds;
        this.clock = clock;
    }

    @Override
    public List<SpineApi> apis() {
        return List.of(
                new PdsApi(
                        repository,
                        content,
                        pds,
                        MiniServiceOperation.all(repository, clock).stream()
                                .map(MiniServiceOperation::endpoint)
                                .toList(),
                        clock),
                new DirectoryApi(repository));
    }

    @Override
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>(MiniServiceOperation.all(repository, clock));
        operations.add(new MatchOperation(repository, clock));
        return operations;
    }

    @Override
    public List<WriteRule> writeRules() {
        return List.of(new MergeRule(repository));
    }
}
