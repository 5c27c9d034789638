// Speaks to the base given as argument through two FHIR clients as npm has them. Prints what works; throws at the first thing that does not.
import assert from 'node:assert/strict';
import { Client } from 'fhir-kit-client';
import smart from 'fhirclient';

const base = process.argv[2];

const patient = (family) => ({
  resourceType: 'Patient',
  name: [{ family, given: ['Ada'] }],
  gender: 'female',
});

const transaction = (family) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: 'urn:uuid:11111111-2222-4333-8444-555555555555',
      resource: patient(family),
      request: { method: 'POST', url: 'Patient' },
    },
    {
      resource: {
        resourceType: 'Flag',
        status: 'active',
        code: { text: 'Uses a hearing loop' },
        subject: { reference: 'urn:uuid:11111111-2222-4333-8444-555555555555' },
      },
      request: { method: 'POST', url: 'Flag' },
    },
  ],
});

const rename = [{ op: 'replace', path: '/name/0/family', value: 'Renamed' }];

async function fhirKitClient() {
  const client = new Client({ baseUrl: base });
  const family = 'fhirkit';

  const statement = await client.capabilityStatement();
  assert.equal(statement.fhirVersion, '4.0.1');

  const created = await client.create({ resourceType: 'Patient', body: patient(family) });
  const { id } = created;
  assert.equal((await client.read({ resourceType: 'Patient', id })).name[0].family, family);

  const updated = await client.update({ resourceType: 'Patient', id, body: { ...created, gender: 'other' } });
  assert.equal(updated.meta.versionId, '2');
  assert.equal((await client.vread({ resourceType: 'Patient', id, version: '1' })).gender, 'female');
  assert.equal((await client.history({ resourceType: 'Patient', id })).entry.length, 2);

  await client.create({ resourceType: 'Patient', body: patient(family) });
  await client.create({ resourceType: 'Patient', body: patient(family) });
  let page = await client.search({ resourceType: 'Patient', searchParams: { family, _count: 2 } });
  assert.equal(page.entry.length, 2);
  page = await client.nextPage({ bundle: page });
  assert.equal(page.entry.length, 1);
  assert.equal(client.nextPage({ bundle: page }), undefined);

  const answer = await client.transaction({ body: transaction(family) });
  assert.deepEqual(answer.entry.map((entry) => entry.response.status), ['201 Created', '201 Created']);
  const flags = await client.search({
    resourceType: 'Flag',
    searchParams: { 'patient.family': family, _include: 'Flag:patient' },
  });
  assert.deepEqual(flags.entry.map((entry) => entry.search.mode), ['match', 'include']);

  assert.equal(
    (await client.patch({ resourceType: 'Patient', id, jsonPatch: rename })).name[0].family,
    'Renamed',
  );
  await client.delete({ resourceType: 'Patient', id });
  await assert.rejects(client.read({ resourceType: 'Patient', id }), (error) => error.response.status === 410);
  console.log('fhir-kit-client works');
}

async function fhirClient() {
  const client = new smart.FhirClient(base);
  const family = 'smartjs';

  assert.equal((await client.fhirRequest('metadata')).fhirVersion, '4.0.1');
  assert.equal(await client.getFhirRelease(), 4);

  const created = await client.create(patient(family));
  const { id } = created;
  assert.equal((await client.fhirRequest(`Patient/${id}`)).name[0].family, family);

  const updated = await client.update({ ...created, gender: 'other' });
  assert.equal(updated.meta.versionId, '2');

  await client.create(patient(family));
  await client.create(patient(family));
  const page = await client.fhirRequest(`Patient?family=${family}&_count=2`);
  assert.equal(page.entry.length, 2);
  const next = await client.fhirRequest(page.link.find((link) => link.relation === 'next').url);
  assert.equal(next.entry.length, 1);

  const answer = await client.fhirRequest('', {
    method: 'POST',
    body: JSON.stringify(transaction(family)),
    headers: { 'content-type': 'application/fhir+json' },
  });
  assert.equal(answer.type, 'transaction-response');

  assert.equal((await client.patch(`Patient/${id}`, rename)).name[0].family, 'Renamed');
  await client.delete(`Patient/${id}`);
  await assert.rejects(client.fhirRequest(`Patient/${id}`), (error) => error.status === 410);
  console.log('fhirclient works');
}

await fhirKitClient();
await fhirClient();
