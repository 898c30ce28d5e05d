-- What the house remembers of itself: who read (journal), who changed (audit), what was sent twice (form_key), what must not be lost (kept_post).
set role cheminer_owner;

create table journal (
	id uuid primary key default gen_random_uuid(),
	at timestamptz not null default clock_timestamp(),
	hour timestamptz not null,
	organization_id uuid not null,
	account_id uuid not null,
	member_id uuid not null,
	accompaniment_id uuid,
	person_id uuid,
	kind text not null check (kind in ('pathway', 'export', 'print', 'list', 'search', 'front-desk', 'coordination')),
	chain_id uuid
);
comment on table journal is 'Readings: one line per actor, person, hour and kind; opaque ids, no name, no foreign key. Written by note_reading() alone.';
create unique index journal_once on journal (member_id, hour, kind, accompaniment_id) nulls not distinct;
create index on journal (accompaniment_id, at desc);
create index on journal (at) where chain_id is null;

create table audit (
	id uuid primary key default gen_random_uuid(),
	at timestamptz not null default clock_timestamp(),
	organization_id uuid,
	member_id uuid,
	act text not null,
	subject text not null,
	row_id text not null,
	accompaniment_id uuid,
	columns text[] not null default '{}',
	chain_id uuid
);
comment on table audit is 'Changes, in the transaction that makes them: which row, which columns, never a value.';
create index on audit (accompaniment_id, at desc);
create index on audit (organization_id, at desc) where accompaniment_id is null;
create index on audit (at) where chain_id is null;

create table chain (
	id uuid primary key,
	closed_at timestamptz not null default clock_timestamp(),
	previous_id uuid unique references chain,
	lines int not null,
	head text not null
);
comment on table chain is 'The hash chain over journal and audit, closed in batches by a job each minute, never in the request.';
create unique index chain_has_one_start on chain ((previous_id is null)) where previous_id is null;

create table form_key (
	account_id uuid not null default my_account(),
	key uuid not null,
	result text,
	created_at timestamptz not null default now(),
	primary key (account_id, key)
);
comment on table form_key is 'A form sent twice is done once: (account, key) gives the page it led to, kept 7 days (decisions 16).';

create table kept_post (
	id uuid primary key,
	account_id uuid not null,
	path text not null,
	sealed text not null,
	created_at timestamptz not null default now()
);
comment on table kept_post is 'A post that came after its session ended, sealed, offered again to the same account only, kept 7 days.';
create index on kept_post (account_id);

-- One reading, by me, of one accompaniment in my reach (or of a list: null). Nobody writes the journal in another way, and what is not there
-- for me leaves no line: the journal says who read, and is no oracle.
create function note_reading(what text, wanted uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	insert into journal (hour, organization_id, account_id, member_id, accompaniment_id, person_id, kind)
	select date_trunc('hour', now()), m.organization_id, m.account_id, m.id, a.id, a.person_id, what
	from member m left join accompaniment a on a.id = wanted and a.organization_id = m.organization_id
	where m.id = me() and (m.ended_at is null or m.ended_at > now()) and (wanted is null or a.id is not null and in_reach(a.id))
	on conflict do nothing; end $$;

-- Every change of a row about a person or an organisation, in the same transaction.
create function audit_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare fresh jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
	former jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
	row_now jsonb := coalesce(fresh, former);
	changed text[] := '{}'; begin
	if tg_op = 'UPDATE' then
		select coalesce(array_agg(key order by key), '{}') into changed from jsonb_each(fresh) where value is distinct from former -> key and key <> 'version';
		if changed = '{}' or changed <@ array['last_met_on', 'last_channel', 'next_at'] then return null; end if;
	end if;
	insert into audit (organization_id, member_id, act, subject, row_id, accompaniment_id, columns) values (
		coalesce((row_now ->> 'organization_id')::uuid, case when tg_table_name = 'organization' then (row_now ->> 'id')::uuid else my_organization() end),
		-- What an exclusion changes in another organisation is told there without a hand: it would say that she is known elsewhere.
		case when tg_table_name in ('accompaniment', 'colleague') and (row_now ->> 'organization_id')::uuid is distinct from my_organization() then null else me() end,
		lower(tg_op), tg_table_name,
		coalesce(row_now ->> 'id', concat_ws(':', row_now ->> 'accompaniment_id', row_now ->> 'note_id', row_now ->> 'person_id', row_now ->> 'member_id', row_now ->> 'account_id')),
		case tg_table_name when 'accompaniment' then (row_now ->> 'id')::uuid
			when 'note_reader' then (select n.accompaniment_id from note n where n.id = (row_now ->> 'note_id')::uuid)
			else (row_now ->> 'accompaniment_id')::uuid end,
		changed);
	return null; end $$;

grant insert on journal, audit to cheminer_wall;
grant select (member_id, hour, kind, accompaniment_id) on journal to cheminer_wall;
alter function note_reading(text, uuid) owner to cheminer_wall;
alter function audit_change() owner to cheminer_wall;
set role cheminer_wall;
grant execute on function note_reading(text, uuid) to cheminer_app;
set role cheminer_owner;

do $$ declare t text; begin
	foreach t in array array['journal', 'audit', 'chain'] loop
		call guard(t::regclass);
	end loop;
	foreach t in array array['organization', 'member', 'accompaniment', 'colleague', 'exclusion', 'appointment', 'interview', 'note', 'note_reader', 'action'] loop
		execute format('create trigger audit after insert or update or delete on %I for each row execute function audit_change()', t);
	end loop;
end $$;
call guard('form_key', archived => false);
call guard('kept_post', archived => false);
create policy wall_writes on journal for insert to cheminer_wall with check (true);
create policy wall_reads on journal for select to cheminer_wall using (true);
create policy wall_writes on audit for insert to cheminer_wall with check (true);

-- Who looked is read by those who walk with her (and by herself, in her own space, later).
grant select on journal to cheminer_app;
create policy see on journal for select to cheminer_app using (accompaniment_id = any (array (select reach())));
-- An administrator reads who changed accounts and settings; a file's changes are read within reach, but for who was named with a text,
-- which its readers see beside it and nobody else does.
grant select on audit to cheminer_app;
create policy see on audit for select to cheminer_app using (
	(accompaniment_id = any (array (select reach())) and subject <> 'note_reader')
	or (accompaniment_id is null and organization_id = (select my_organization()) and subject in ('organization', 'member', 'invitation') and (select i_am('administrator'))));

grant select, insert (key), update (result) on form_key to cheminer_app;
create policy mine on form_key to cheminer_app using (account_id = (select my_account())) with check (account_id = (select my_account()));

grant select, delete on kept_post to cheminer_app;
create policy mine on kept_post to cheminer_app using (account_id = (select my_account()));
-- The session has ended when a post is kept: it is written for the account of that session by role auth.
grant insert on kept_post to cheminer_auth;
create policy keep on kept_post for insert to cheminer_auth with check (true);

-- Jobs close the chain and clear what has had its time.
grant select, insert on chain to cheminer_jobs;
create policy close on chain to cheminer_jobs using (true) with check (true);
grant select, update (chain_id) on journal, audit to cheminer_jobs;
create policy read on journal for select to cheminer_jobs using (true);
create policy read on audit for select to cheminer_jobs using (true);
-- A closed line is never opened again.
create policy close on journal for update to cheminer_jobs using (chain_id is null) with check (chain_id is not null);
create policy close on audit for update to cheminer_jobs using (chain_id is null) with check (chain_id is not null);
grant select (created_at, account_id, key), delete on form_key to cheminer_jobs;
create policy clear on form_key to cheminer_jobs using (created_at < now() - interval '7 days');
grant select (id, created_at), delete on kept_post to cheminer_jobs;
create policy clear on kept_post to cheminer_jobs using (created_at < now() - interval '7 days');
