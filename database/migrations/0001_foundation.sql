-- The ground: schemas, who asks, territories, organisations, members.
-- Login roles inherit nothing they need: a transaction takes the role it acts in (database/bootstrap.ts makes the roles).

-- The database belongs to whoever creates it; everything in it belongs to owner.
-- Temporary tables are for the hands that load, never for one that serves: nothing of ours is looked up in them, and nothing is left there.
do $$ begin
	execute format('grant create, temporary on database %I to cheminer_owner', current_database());
	execute format('grant temporary on database %I to cheminer_loader', current_database());
	execute format('revoke temporary on database %I from public', current_database());
end $$;
grant usage, create on schema public to cheminer_owner, cheminer_wall;
grant usage on schema public to cheminer_app, cheminer_auth, cheminer_statistics, cheminer_backup, cheminer_jobs, cheminer_loader;
set role cheminer_owner;

revoke all on all functions in schema public from public;
alter default privileges for role cheminer_owner revoke execute on functions from public;
alter default privileges for role cheminer_wall revoke execute on functions from public;

create schema keys;
create schema auth;
grant usage, create on schema auth to cheminer_auth;
grant usage on schema keys to cheminer_app, cheminer_wall, cheminer_loader;
grant usage on schema auth to cheminer_loader;

-- Who asks. After "set local" a setting reverts to '', hence nullif.
create function me() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.member', true), '')::uuid $$;
grant execute on function me() to public;

-- Names are sought and sorted without accents, case or ligatures; the same for what is typed in a search box.
create function fold(words text) returns text language sql immutable strict parallel safe as $$
	select regexp_replace(
		replace(replace(replace(replace(replace(
			regexp_replace(lower(normalize(words, NFKD) collate "und-x-icu"), '[\u0300-\u036f]', '', 'g'),
		'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), '’', ''''),
		'\s+', ' ', 'g') collate "C" $$;
grant execute on function fold(text) to public;

-- Every table is guarded the moment it is made: row-level security enabled and forced, so that nobody reads it before a policy says so;
-- the operator's loader fills it (demo, measurement, restore); the archive reads it unless told otherwise.
create procedure guard(wanted regclass, archived boolean default true) language plpgsql as $$ begin
	execute format('alter table %s enable row level security', wanted);
	execute format('alter table %s force row level security', wanted);
	execute format('grant select, insert, update, delete on %s to cheminer_loader', wanted);
	execute format('create policy load on %s to cheminer_loader using (true) with check (true)', wanted);
	if archived then
		execute format('grant select on %s to cheminer_backup', wanted);
		execute format('create policy archive on %s for select to cheminer_backup using (true)', wanted);
	end if; end $$;

create table territory (
	id uuid primary key,
	name text not null check (name <> ''),
	country text not null check (country in ('BE', 'FR')),
	time_zone text not null,
	created_at timestamptz not null default now()
);
comment on table territory is 'The ground several organisations share; its country chooses the country profile (law, emergency numbers, deadlines).';

create table organization (
	id uuid primary key,
	territory_id uuid not null references territory,
	name text not null check (name <> ''),
	kind text not null default 'other',
	address text not null default '',
	phone text not null default '',
	version int not null default 1,
	created_at timestamptz not null default now()
);
comment on column organization.kind is 'Code of the list "organization-kind": cpas, mission-locale, mire, cisp, supported-employment, training, housing, health, mobility, women, day-centre, pes, other.';

create table member (
	id uuid primary key,
	account_id uuid not null,
	organization_id uuid not null references organization,
	first_name text not null check (first_name <> ''),
	last_name text not null default '',
	job_title text not null default '',
	roles text[] not null check (cardinality(roles) > 0 and roles <@ array['practitioner', 'front-desk', 'coordination', 'administrator']),
	started_at timestamptz not null default now(),
	ended_at timestamptz,
	version int not null default 1,
	unique (account_id, organization_id),
	unique (organization_id, id)
);
comment on table member is 'An account in an organisation: the identity that acts. Ended members keep their row, for authorship.';

-- What every policy asks first. plpgsql keeps its plan (a sql function is planned again at each call); owned by wall,
-- since a function of the tables'' owner would see no row under forced row-level security.
create function my_organization() returns uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return (select organization_id from member where id = me() and (ended_at is null or ended_at > now())); end $$;
create function my_account() returns uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return (select account_id from member where id = me() and (ended_at is null or ended_at > now())); end $$;
create function i_am(wanted text) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from member where id = me() and (ended_at is null or ended_at > now()) and wanted = any (roles)); end $$;
alter function my_organization() owner to cheminer_wall;
alter function my_account() owner to cheminer_wall;
alter function i_am(text) owner to cheminer_wall;

set role cheminer_wall;
grant execute on function my_organization(), my_account(), i_am(text) to cheminer_app;
set role cheminer_owner;

call guard('territory');
call guard('organization');
call guard('member');
grant select on territory, organization, member to cheminer_wall, cheminer_app;
grant select on territory, organization to cheminer_statistics;

create policy wall_reads on territory for select to cheminer_wall using (true);
create policy wall_reads on organization for select to cheminer_wall using (true);
create policy wall_reads on member for select to cheminer_wall using (true);

-- Territories and organisations are public facts; colleagues are seen within the organisation.
create policy see on territory for select to cheminer_app, cheminer_statistics using (true);
create policy see on organization for select to cheminer_app, cheminer_statistics using (true);
create policy change on organization for update to cheminer_app
	using (id = (select my_organization()) and (select i_am('administrator')))
	with check (id = (select my_organization()));
grant update (name, kind, address, phone, version) on organization to cheminer_app;

create policy see on member for select to cheminer_app using (organization_id = (select my_organization()));
create policy change on member for update to cheminer_app
	using (organization_id = (select my_organization()) and (select i_am('administrator')))
	with check (organization_id = (select my_organization()));
grant update (first_name, last_name, job_title, roles, ended_at, version) on member to cheminer_app;
