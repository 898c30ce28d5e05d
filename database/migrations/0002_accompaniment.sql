-- A person, the accompaniments she has, who is named on each, who is excluded, and the wall that follows from it.
set role cheminer_owner;

create table person (
	id uuid primary key,
	created_at timestamptz not null default now()
);
comment on table person is 'Belongs to no organisation and holds no name: facts belong to an accompaniment (decisions 1).';

-- One data key per person, wrapped by the installation key, in a schema that ordinary archives leave out (decisions 13).
create table keys.person_key (
	person_id uuid primary key references person,
	wrapped text not null,
	created_at timestamptz not null default now()
);
-- Tells a wrong installation key at start: a known sentence, sealed.
create table keys.installation (
	key_id text primary key,
	proof text not null,
	created_at timestamptz not null default now()
);

create table accompaniment (
	id uuid primary key,
	organization_id uuid not null default my_organization() references organization,
	person_id uuid not null references person,
	lead_id uuid,
	name_to_use text not null check (name_to_use <> ''),
	name_folded text not null generated always as (fold(name_to_use)) stored,
	alias text,
	concealed boolean not null default false,
	track text,
	carnet text check (carnet in ('yes', 'not-now', 'no')),
	moment text not null default 'moving' check (moment in ('moving', 'holding', 'paused')),
	moment_until date,
	opened_on date not null,
	ended_on date,
	ended_how text check (ended_how in ('together', 'her-choice', 'elsewhere', 'out-of-touch', 'death')),
	last_met_on date,
	last_channel text,
	next_at timestamptz,
	created_by uuid default me(),
	version int not null default 1,
	unique (organization_id, id),
	foreign key (organization_id, lead_id) references member (organization_id, id),
	check ((ended_on is null) = (ended_how is null))
);
comment on table accompaniment is 'One organisation walking with one person. last_met_on, last_channel and next_at are kept by triggers so that the caseload reads one table (decisions 10).';
comment on column accompaniment.alias is 'What screens and the front desk show in concealed mode instead of the name to use.';
comment on column accompaniment.ended_how is 'Ended by people, never by the machine; "death" stops every reminder and is no exit figure.';
create index on accompaniment (lead_id, name_folded, id);
create index on accompaniment (lead_id, organization_id) include (id, person_id);
create index on accompaniment (person_id);
create index on accompaniment (organization_id) where lead_id is null;
create index on accompaniment (next_at) where next_at is not null;

create table colleague (
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	member_id uuid not null,
	kind text not null default 'named' check (kind in ('named', 'cover')),
	track text,
	since timestamptz not null default now(),
	until timestamptz,
	added_by uuid default me(),
	primary key (member_id, accompaniment_id, kind),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	foreign key (organization_id, member_id) references member (organization_id, id),
	check (kind = 'named' or until is not null)
);
comment on table colleague is 'Who else is named on an accompaniment: on a track of its own, or covering an absence until a date (exclusive).';
create index on colleague (accompaniment_id);

create table exclusion (
	person_id uuid not null references person,
	account_id uuid not null,
	organization_id uuid not null default my_organization() references organization,
	added_by uuid default me(),
	created_at timestamptz not null default now(),
	primary key (account_id, person_id, organization_id)
);
comment on table exclusion is '(person, account): tested first in every policy and function, over every role, cover and emergency (decisions 6). One row per organisation that was told: the same person and account elsewhere would else be betrayed by a refused insert.';
create index on exclusion (person_id);

-- What I may read: exclusion first, then lead or named colleague. Two forms of one rule: a set for reading, a probe by key for writing.
-- Who I am is asked first and kept in variables: the rest is then one index-only scan, and nothing at all for whoever reaches nobody.
create function reach() returns setof uuid language plpgsql stable security definer rows 100 set search_path = public, pg_temp as $$
declare mine uuid; here uuid; kept_from uuid[]; begin
	select m.id, m.organization_id, array (select e.person_id from exclusion e where e.account_id = m.account_id) into mine, here, kept_from
	from member m where m.id = me() and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles);
	if mine is null then return; end if;
	return query
	select a.id from accompaniment a where a.lead_id = mine and a.organization_id = here and a.person_id <> all (kept_from)
	union all
	select a.id from colleague c join accompaniment a on a.id = c.accompaniment_id and a.organization_id = here
	where c.member_id = mine and (c.until is null or c.until > now()) and a.person_id <> all (kept_from); end $$;

create function in_reach(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin return exists (
	select from member m join accompaniment a on a.id = wanted and a.organization_id = m.organization_id
	where m.id = me() and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles)
	and not exists (select from exclusion e where e.account_id = m.account_id and e.person_id = a.person_id)
	and (a.lead_id = m.id or exists (select from colleague c
		where c.member_id = m.id and c.accompaniment_id = a.id and (c.until is null or c.until > now())))); end $$;

-- Reading is wide enough after an ending (the file stays readable to those named); after a death nothing is written any more.
create function may_write(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return in_reach(wanted) and exists (select from accompaniment a where a.id = wanted and a.ended_how is distinct from 'death'); end $$;

create function persons_in_reach() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select a.person_id from accompaniment a where a.id = any (array (select reach())); end $$;

-- One member of my organisation may be named on this accompaniment: practises, has not ended, is not excluded.
create function may_be_named(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from member m join accompaniment a on a.id = on_accompaniment and a.organization_id = m.organization_id
		where m.id = wanted and m.organization_id = my_organization() and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles)
		and not exists (select from exclusion e where e.account_id = m.account_id and e.person_id = a.person_id)); end $$;

-- Nobody widens his own access: who names others is the lead, or a colleague named without an end. A cover, or a colleague until a date, reads
-- and writes but names nobody, else the date would mean nothing.
create function leads(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return in_reach(wanted) and exists (select from accompaniment a where a.id = wanted and a.lead_id = me()); end $$;
create function may_name_others(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return leads(wanted) or in_reach(wanted) and exists (select from colleague c
		where c.accompaniment_id = wanted and c.member_id = me() and c.kind = 'named' and c.until is null); end $$;
-- An exclusion is recorded, at her word, by someone who may name others, never against a lead (that would take a person from a colleague:
-- coordination does it) and lifted by a lead, or by whoever recorded it and still walks with her.
create function may_exclude(wanted uuid, excluded_account uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return excluded_account <> my_account()
		and exists (select from member m where m.account_id = excluded_account and m.organization_id = my_organization())
		and exists (select from accompaniment a where a.person_id = wanted and may_name_others(a.id))
		and not exists (select from accompaniment a join member m on m.id = a.lead_id
			where a.person_id = wanted and a.organization_id = my_organization() and m.account_id = excluded_account); end $$;
create function may_lift(wanted uuid, recorded_by uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from accompaniment a where a.person_id = wanted
		and (leads(a.id) or recorded_by = me() and may_name_others(a.id))); end $$;

grant select on person, accompaniment, colleague, exclusion to cheminer_wall;
do $$ declare f text; begin
	foreach f in array array['reach()', 'in_reach(uuid)', 'may_write(uuid)', 'persons_in_reach()', 'may_be_named(uuid, uuid)',
		'leads(uuid)', 'may_name_others(uuid)', 'may_exclude(uuid, uuid)', 'may_lift(uuid, uuid)'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function reach(), in_reach(uuid), may_write(uuid), persons_in_reach(), may_be_named(uuid, uuid),
	leads(uuid), may_name_others(uuid), may_exclude(uuid, uuid), may_lift(uuid, uuid) to cheminer_app;
set role cheminer_owner;

-- Keys stay out of the ordinary archive (decisions 13).
call guard('keys.person_key', archived => false);
call guard('keys.installation', archived => false);
do $$ declare t text; begin
	foreach t in array array['person', 'accompaniment', 'colleague', 'exclusion'] loop
		call guard(t::regclass);
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
	end loop;
end $$;

-- A person who has no accompaniment yet: the moment of opening. Only then may a key be written for her, or a first accompaniment.
create function person_is_new(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return not exists (select from accompaniment a where a.person_id = wanted); end $$;
alter function person_is_new(uuid) owner to cheminer_wall;
set role cheminer_wall;
grant execute on function person_is_new(uuid) to cheminer_app;
set role cheminer_owner;

-- Opening a pathway inserts the person, then the accompaniment with me as lead: only then is she in reach. A second accompaniment beside the
-- first (parallel tracks) is opened by someone who walks with her already: knowing an id never opens anything.
grant insert (id) on person to cheminer_app;
create policy open on person for insert to cheminer_app with check ((select i_am('practitioner')));

grant select on accompaniment to cheminer_app;
grant insert (id, person_id, lead_id, name_to_use, alias, concealed, track, carnet, opened_on) on accompaniment to cheminer_app;
grant update (name_to_use, alias, concealed, track, carnet, moment, moment_until, ended_on, ended_how, lead_id, version) on accompaniment to cheminer_app;
create policy see on accompaniment for select to cheminer_app using (id = any (array (select reach())));
create policy open on accompaniment for insert to cheminer_app
	with check (organization_id = (select my_organization()) and lead_id = me() and (select i_am('practitioner'))
		and (person_is_new(person_id) or person_id = any (array (select persons_in_reach()))));
create policy change on accompaniment for update to cheminer_app using (id = any (array (select reach()))) with check (organization_id = (select my_organization()));

-- A lead is handed over by the lead, only to someone who may be named; nobody takes a person from a colleague. Without a lead (a colleague
-- left, or was excluded) coordination, or a colleague named without an end, may take it up. A person or an organisation never changes.
-- After a death the file is read; all that can change is to say that it was a mistake.
create function keep_accompaniment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if new.organization_id <> old.organization_id or new.person_id <> old.person_id then
		raise exception 'an accompaniment keeps its person and its organisation' using errcode = '42501';
	end if;
	if me() is null then return new; end if;
	if new.lead_id is distinct from old.lead_id and old.lead_id is distinct from me() then
		if new.lead_id is not null and old.lead_id is not null then
			raise exception 'a lead is handed over by the lead' using errcode = '42501';
		elsif new.lead_id is null and not exists (select from member m where m.id = old.lead_id
			and (m.ended_at is not null or not 'practitioner' = any (m.roles)
				or exists (select from exclusion e where e.account_id = m.account_id and e.person_id = old.person_id))) then
			raise exception 'a lead is not taken away' using errcode = '42501';
		elsif old.lead_id is null and not (may_name_others(old.id) or i_am('coordination')) then
			raise exception 'a cover does not become the lead by itself' using errcode = '42501';
		end if;
	end if;
	if new.lead_id is distinct from old.lead_id and new.lead_id is not null and not may_be_named(new.lead_id, new.id) then
		raise exception 'this colleague cannot be named here' using errcode = '42501';
	end if;
	if old.ended_how = 'death' and new.ended_how = 'death' and
		(new.name_to_use, new.alias, new.concealed, new.track, new.carnet, new.moment, new.moment_until, new.ended_on)
		is distinct from (old.name_to_use, old.alias, old.concealed, old.track, old.carnet, old.moment, old.moment_until, old.ended_on) then
		raise exception 'this file is kept as it is' using errcode = '42501';
	end if;
	return new; end $$;
alter function keep_accompaniment() owner to cheminer_wall;
create trigger keep before update on accompaniment for each row execute function keep_accompaniment();

grant select, insert (accompaniment_id, member_id, kind, track, until), update (until, track), delete on colleague to cheminer_app;
create policy see on colleague for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy name on colleague for insert to cheminer_app
	with check (organization_id = (select my_organization()) and may_write(accompaniment_id) and may_be_named(member_id, accompaniment_id)
		and may_name_others(accompaniment_id) and (member_id <> me() or leads(accompaniment_id)));
-- The lead changes and removes anyone; others what they added themselves; each may take his own leave.
create policy change on colleague for update to cheminer_app
	using (accompaniment_id = any (array (select reach()))
		and (leads(accompaniment_id) or added_by = me() and member_id <> me() and may_name_others(accompaniment_id)))
	with check (may_write(accompaniment_id));
create policy remove on colleague for delete to cheminer_app
	using (accompaniment_id = any (array (select reach()))
		and (member_id = me() or leads(accompaniment_id) or added_by = me() and may_name_others(accompaniment_id)));

-- Who is excluded is seen by those who walk with her, and managed at her word (may_exclude, may_lift), by coordination through a function (0006).
grant select, insert (person_id, account_id), delete on exclusion to cheminer_app;
create policy see on exclusion for select to cheminer_app
	using (organization_id = (select my_organization()) and person_id = any (array (select persons_in_reach())));
create policy exclude on exclusion for insert to cheminer_app
	with check (organization_id = (select my_organization()) and person_id = any (array (select persons_in_reach())) and may_exclude(person_id, account_id));
create policy lift on exclusion for delete to cheminer_app
	using (organization_id = (select my_organization()) and person_id = any (array (select persons_in_reach())) and may_lift(person_id, added_by));

-- Keys: the app reads and makes those of people in reach; nothing here helps without the installation key.
grant select on keys.person_key to cheminer_app, cheminer_wall;
grant insert (person_id, wrapped) on keys.person_key to cheminer_app;
create policy see on keys.person_key for select to cheminer_app using (person_id = any (array (select persons_in_reach())));
create policy make on keys.person_key for insert to cheminer_app with check (person_is_new(person_id));
create policy wall_reads on keys.person_key for select to cheminer_wall using (true);
grant select on keys.installation to cheminer_app;
grant insert (key_id, proof) on keys.installation to cheminer_app;
create policy read on keys.installation for select to cheminer_app using (true);
-- The proof is written when the machine starts, by nobody: no request may add one.
create policy prove on keys.installation for insert to cheminer_app with check (me() is null);

-- Statistics reads counts, never a name, a text or a death.
grant select (id, organization_id, track, opened_on, ended_on) on accompaniment to cheminer_statistics;
create policy count on accompaniment for select to cheminer_statistics using (ended_how is distinct from 'death');
