-- What is told at the start and along the way: profile, contacts, her answer, the frame, protection, moments, handovers, endings.
-- Everything sensitive in one sealed object per row; what stays clear is what rules and lists need.
set role cheminer_owner;

create table profile (
	accompaniment_id uuid primary key,
	organization_id uuid not null default my_organization(),
	birth_index text,
	sealed text not null,
	version int not null default 1,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table profile is 'One per accompaniment: {pronouns, languages, interpreter, birthDate, municipality, matters, side, reach, trusted}. "matters" is "Ce qui compte pour moi", "side" is "De mon côté".';
comment on column profile.birth_index is 'HMAC of the birth date under the organisation''s key: found, never read (decisions 13).';

create table contact (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	kind text not null check (kind in ('phone', 'mail', 'post', 'other')),
	safe boolean not null default true,
	value_index text,
	sealed text not null,
	position int not null default 0,
	version int not null default 1,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table contact is 'A way to reach her: {value, hours, caution}. In concealed mode only those marked safe are shown.';
create index on contact (accompaniment_id);
create index on contact (organization_id, value_index);

create table answer (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	value text not null check (value in ('yes', 'not-now', 'no')),
	said_on date not null,
	how text not null default 'orally' check (how in ('orally', 'screen', 'paper')),
	recorded_by uuid not null default me(),
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table answer is 'Her answer to the invitation, the first stitch of the thread; she may answer anew.';
create index on answer (accompaniment_id);

create table frame (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	basis text not null check (basis in ('free', 'asked')),
	asked_by text,
	starts_on date,
	told_on date not null,
	told_how text not null default 'orally' check (told_how in ('orally', 'screen', 'paper')),
	sealed text not null,
	recorded_by uuid not null default me(),
	version int not null default 1,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	check (basis = 'asked' or asked_by is null)
);
comment on table frame is 'The frame, both told: {canPromise, cannotPromise, hers, passedOn: [{what, to, when, then}], deadlines}. Free or asked for by (piis, contrat-engagement, cej, pacea, justice, other).';
create index on frame (accompaniment_id, told_on desc);

create table protection (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	kind text not null check (kind in ('administrateur', 'tuteur', 'curateur', 'parent', 'other')),
	starts_on date,
	ends_on date,
	sealed text not null,
	version int not null default 1,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table protection is 'Legal protection or parental authority: {name, domains, contact}. Gives no access and never agrees in her place.';
create index on protection (accompaniment_id);

create table moment (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	value text not null check (value in ('moving', 'holding', 'paused')),
	since date not null,
	until date,
	recorded_by uuid not null default me(),
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table moment is '"En ce moment": avancer, tenir bon, en pause. All three are good; none ends by itself.';
create index on moment (accompaniment_id);

create table handover (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	from_id uuid,
	to_id uuid not null,
	happened_on date not null,
	talked_with_her boolean not null default false,
	sealed text,
	recorded_by uuid not null default me(),
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	foreign key (organization_id, from_id) references member (organization_id, id),
	foreign key (organization_id, to_id) references member (organization_id, id)
);
comment on table handover is 'Change of lead, with a conversation note that she sees: {said}.';
create index on handover (accompaniment_id);

create table ending (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	how text not null check (how in ('together', 'her-choice', 'elsewhere', 'out-of-touch', 'death')),
	ended_on date not null,
	reopened_on date,
	sealed text,
	recorded_by uuid not null default me(),
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table ending is 'A shared look back: {hers, ours, helped}. A person ends an accompaniment, never the machine.';
create index on ending (accompaniment_id);

do $$ declare t text; begin
	foreach t in array array['profile', 'contact', 'answer', 'frame', 'protection', 'moment', 'handover', 'ending'] loop
		call guard(t::regclass);
		execute format('grant select on %I to cheminer_app', t);
		execute format('create policy see on %I for select to cheminer_app using (accompaniment_id = any (array (select reach())))', t);
		execute format('create policy record on %I for insert to cheminer_app with check (organization_id = (select my_organization()) and may_write(accompaniment_id))', t);
		execute format('create trigger audit after insert or update or delete on %I for each row execute function audit_change()', t);
	end loop;
	-- These change; the others are said once and stay.
	foreach t in array array['profile', 'contact', 'frame', 'protection', 'ending'] loop
		execute format('create policy change on %I for update to cheminer_app using (accompaniment_id = any (array (select reach()))) with check (organization_id = (select my_organization()) and may_write(accompaniment_id))', t);
	end loop;
	foreach t in array array['contact', 'protection'] loop
		execute format('create policy remove on %I for delete to cheminer_app using (accompaniment_id = any (array (select reach())) and may_write(accompaniment_id))', t);
	end loop;
end $$;
grant insert (accompaniment_id, birth_index, sealed), update (birth_index, sealed, version) on profile to cheminer_app;
grant insert (id, accompaniment_id, kind, safe, value_index, sealed, position), update (kind, safe, value_index, sealed, position, version), delete on contact to cheminer_app;
grant insert (id, accompaniment_id, value, said_on, how) on answer to cheminer_app;
grant insert (id, accompaniment_id, basis, asked_by, starts_on, told_on, told_how, sealed), update (basis, asked_by, starts_on, told_on, told_how, sealed, version) on frame to cheminer_app;
grant insert (id, accompaniment_id, kind, starts_on, ends_on, sealed), update (kind, starts_on, ends_on, sealed, version), delete on protection to cheminer_app;
grant insert (id, accompaniment_id, value, since, until) on moment to cheminer_app;
grant insert (id, accompaniment_id, from_id, to_id, happened_on, talked_with_her, sealed) on handover to cheminer_app;
grant insert (id, accompaniment_id, how, ended_on, sealed), update (reopened_on, sealed) on ending to cheminer_app;
