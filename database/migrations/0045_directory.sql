-- The living directory of a territory: who can act, here, now. It holds structures, their places and services, and no word about anybody accompanied.
set role cheminer_owner;
-- Words misspelt are compared by their pieces; a trusted extension, which the owner of a database may make.
create schema trgm;
grant usage on schema trgm to cheminer_app;
create extension pg_trgm schema trgm;

create function my_territory() returns uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return (select o.territory_id from member m join organization o on o.id = m.organization_id where m.id = me() and (m.ended_at is null or m.ended_at > now())); end $$;
alter function my_territory() owner to cheminer_wall;
set role cheminer_wall;
grant execute on function my_territory() to cheminer_app;
set role cheminer_owner;

create table directory_source (
	id uuid primary key,
	territory_id uuid not null references territory,
	code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,60}$'),
	format text not null check (format in ('data-inclusion')),
	brought_at timestamptz,
	unique (territory_id, code)
);
comment on table directory_source is 'Where entries come from: the "source" that a file of data·inclusion names, kept with each entry and shown with it.';

create table structure (
	id uuid primary key,
	territory_id uuid not null references territory,
	source_id uuid references directory_source,
	local_id text not null,
	organization_id uuid unique references organization,
	name text not null check (name <> ''),
	description text not null default '',
	identifiers jsonb not null default '[]',
	networks text[] not null default '{}',
	phone text not null default '',
	email text not null default '',
	website text not null default '',
	link text not null default '',
	place_id uuid,
	updated_on date not null,
	gone_on date,
	fingerprint text not null default '',
	version int not null default 1,
	unique nulls not distinct (territory_id, source_id, local_id)
);
comment on table structure is 'A body that offers services. "organization_id" is the organisation here whose entry it is: one at most each. "source_id" null = written here.';
comment on column structure.identifiers is '[{scheme: siret | bce-kbo, value}].';
comment on column structure.gone_on is 'The day on which its source no longer named it: kept, shown as gone, found no more.';
comment on column structure.fingerprint is 'Of what its source said last: the same again changes nothing.';

create table place (
	id uuid primary key,
	territory_id uuid not null references territory,
	structure_id uuid not null references structure on delete cascade,
	address text not null default '',
	complement text not null default '',
	postcode text not null default '',
	town text not null default '',
	town_folded text not null generated always as (fold(town)) stored,
	town_code text not null default '',
	latitude double precision check (latitude between -90 and 90),
	longitude double precision check (longitude between -180 and 180),
	hours text not null default '',
	accessibility text not null default '',
	hidden boolean not null default false,
	fingerprint text not null default '',
	unique (structure_id, fingerprint),
	check ((latitude is null) = (longitude is null))
);
comment on table place is 'Where a structure or a service is found. "hours" in the syntax of OpenStreetMap; "hidden" is the address of a refuge: seen by its own organisation alone.';
comment on column structure.place_id is 'Its own place. No foreign key: two tables that refer to each other could be brought back from an archive in no order.';

create table service (
	id uuid primary key,
	territory_id uuid not null references territory,
	structure_id uuid not null references structure on delete cascade,
	source_id uuid references directory_source,
	local_id text not null,
	name text not null check (name <> ''),
	description text not null,
	kind text,
	themes text[] not null default '{}',
	needs text[] not null default '{}',
	publics text[] not null default '{}',
	publics_details text not null default '',
	access_conditions text not null default '',
	cost text,
	cost_details text not null default '',
	welcome_modes text[] not null default '{}',
	place_id uuid references place,
	zone text[] not null default '{}',
	mobilisable_by text[] not null default '{}',
	mobilisation_modes text[] not null default '{}',
	mobilisation_details text not null default '',
	mobilisation_link text not null default '',
	phone text not null default '',
	email text not null default '',
	contact text not null default '',
	link text not null default '',
	languages text[] not null default '{}',
	weekly_hours numeric check (weekly_hours >= 0),
	weeks int check (weeks >= 1),
	hours text not null default '',
	updated_on date not null,
	gone_on date,
	fingerprint text not null default '',
	words tsvector not null default '',
	version int not null default 1,
	unique nulls not distinct (territory_id, source_id, local_id)
);
comment on table service is 'What a structure offers, in the code lists of data·inclusion v1.0.8; "needs" are our own codes, worked out from "themes".';
create index on service (structure_id);
create index on service using gin (words) where gone_on is null;
create index on service using gin (needs) where gone_on is null;
create index on place (town_folded);
create index on place (structure_id);

-- The words of the directory, so that one misspelt finds the nearest that stands in it.
create table directory_word (
	territory_id uuid not null references territory,
	word text not null,
	primary key (territory_id, word)
);
create index on directory_word using gin (word trgm.gin_trgm_ops);
-- How many services hold a stem: the fewer, the more it tells.
create table directory_stem (
	territory_id uuid not null references territory,
	stem text not null,
	services int not null,
	primary key (territory_id, stem)
);

-- One way to cut words for what is kept and what is sought: without accents or case, then the stems of French.
create function directory_stems(said text) returns tsvector language sql immutable parallel safe as
$$ select to_tsvector('pg_catalog.french', fold(said)) $$;
grant execute on function directory_stems(text) to cheminer_app;

do $$ declare t text; begin
	foreach t in array array['directory_source', 'structure', 'place', 'service', 'directory_word', 'directory_stem'] loop
		execute format('call guard(%L)', t);
		execute format('grant select on %I to cheminer_app', t);
	end loop;
end $$;
create policy of_my_territory on directory_source for select to cheminer_app using (territory_id = (select my_territory()));
create policy of_my_territory on structure for select to cheminer_app using (territory_id = (select my_territory()));
create policy of_my_territory on service for select to cheminer_app using (territory_id = (select my_territory()));
create policy of_my_territory on directory_stem for select to cheminer_app using (territory_id = (select my_territory()));
create policy of_my_territory on directory_word for select to cheminer_app using (territory_id = (select my_territory()));
create policy of_my_territory on place for select to cheminer_app
	using (territory_id = (select my_territory()) and (not hidden or structure_id in (select s.id from structure s where s.organization_id = (select my_organization()))));

-- Bringing a file in: read into a table of its own, then put in place by a few statements, all in one transaction. By an administrator.
create table directory_incoming (
	member_id uuid not null default me(),
	kind text not null check (kind in ('structure', 'service')),
	at int not null,
	source text not null,
	local_id text not null,
	parent_id text,
	body jsonb not null,
	primary key (member_id, kind, at)
);
comment on table directory_incoming is 'Entries of a file on their way in, for the length of one transaction: nothing is ever left here.';
create index on directory_incoming (member_id, kind, source, local_id);
call guard('directory_incoming', archived => false);
grant select, insert (kind, at, source, local_id, parent_id, body), delete on directory_incoming to cheminer_app;
create policy mine on directory_incoming to cheminer_app
	using (member_id = (select me()) and (select i_am('administrator'))) with check (member_id = (select me()) and (select i_am('administrator')));

do $$ declare t text; begin
	foreach t in array array['directory_source', 'structure', 'place', 'service', 'directory_word', 'directory_stem'] loop
		execute format('grant insert on %I to cheminer_app', t);
		execute format('create policy bring_in on %I for insert to cheminer_app with check (territory_id = (select my_territory()) and (select i_am(''administrator'')))', t);
		execute format('create policy renew on %I for update to cheminer_app using (territory_id = (select my_territory()) and (select i_am(''administrator''))) with check (territory_id = (select my_territory()))', t);
	end loop;
end $$;
grant delete on directory_stem to cheminer_app;
create policy clear on directory_stem for delete to cheminer_app using (territory_id = (select my_territory()) and (select i_am('administrator')));
-- What a newer file may change of an entry: never which entry it is, whose, nor that it is hidden.
grant update (brought_at) on directory_source to cheminer_app;
grant update (name, description, identifiers, networks, phone, email, website, link, place_id, updated_on, gone_on, fingerprint, version) on structure to cheminer_app;
grant update (hours) on place to cheminer_app;
grant update (structure_id, name, description, kind, themes, needs, publics, publics_details, access_conditions, cost, cost_details, welcome_modes, place_id, zone, mobilisable_by,
	mobilisation_modes, mobilisation_details, mobilisation_link, phone, email, contact, link, weekly_hours, weeks, hours, updated_on, gone_on, fingerprint, words, version) on service to cheminer_app;
