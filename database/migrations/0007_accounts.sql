-- Accounts of staff: who signs in, what proves it, which sessions live, and how a colleague is invited.
-- The tables of schema auth are read by role auth alone: a page's role never sees a password, a session or an address.
set role cheminer_owner;

create table auth.account (
	id uuid primary key,
	name text not null check (name <> ''),
	email text not null unique check (email = lower(email) and email <> ''),
	email_verified boolean not null default true,
	image text,
	two_factor_enabled boolean not null default false,
	ended_at timestamptz,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
comment on table auth.account is 'Somebody of the staff, whatever the organisations. What acts is a member (an account in an organisation), never an account alone.';
alter table member add foreign key (account_id) references auth.account;

create table auth.credential (
	id uuid primary key,
	account_id uuid not null references auth.account,
	provider_id text not null,
	provider_account text not null,
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at timestamptz,
	refresh_token_expires_at timestamptz,
	scope text,
	password text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (account_id, provider_id),
	unique (provider_id, provider_account)
);
comment on table auth.credential is 'What proves an account: the Argon2id form of a password; later, a provider of the territory.';

create table auth.session (
	id uuid primary key,
	account_id uuid not null references auth.account,
	token text not null unique,
	member_id uuid references member,
	user_agent text,
	ip_address text,
	expires_at timestamptz not null,
	ended_at timestamptz,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
comment on table auth.session is 'The token opens nothing without its signature, whose key is outside the database. expires_at is the idle limit, pushed back at most every 5 minutes, never past 10 hours after created_at. A session that ended stays a week, so that a post sent too late is kept for its account.';
comment on column auth.session.member_id is 'The organisation this session acts in; null while the account has not chosen.';
comment on column auth.session.ip_address is 'Never written.';
create index on auth.session (account_id);
create index on auth.session (expires_at);

create table auth.verification (
	id uuid primary key,
	identifier text not null,
	value text not null,
	expires_at timestamptz not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
comment on table auth.verification is 'Sign-ins that wait for their second step.';
create index on auth.verification (identifier);

create table auth.two_factor (
	id uuid primary key,
	account_id uuid not null unique references auth.account,
	secret text not null,
	backup_codes text not null,
	verified boolean not null default false,
	failed_verification_count int not null default 0,
	locked_until timestamptz
);
comment on table auth.two_factor is 'Second step: secret and backup codes, encrypted with a key outside the database.';
create index on auth.two_factor (secret);

create table auth.used_code (
	account_id uuid not null references auth.account,
	code_index text not null,
	used_at timestamptz not null default now(),
	primary key (account_id, code_index)
);
comment on table auth.used_code is 'A one-time code is claimed before it is checked, so that it serves once; kept 5 minutes, longer than any code lives.';

create table auth.attempt (
	key text primary key,
	count int not null,
	last_at timestamptz not null default now(),
	blocked_until timestamptz
);
comment on table auth.attempt is 'Attempts to prove something, by keyed hash of what is tried and from which network: no address, no name. Shared by every process.';

create table auth.reset (
	account_id uuid primary key references auth.account,
	token_index text not null unique,
	expires_at timestamptz not null
);
comment on table auth.reset is 'A link to choose a new password: one at a time, an hour, once. Only a keyed hash of it is here.';

-- What the session says at each request, in one statement. Runs with the rights of its caller, role auth.
-- A chosen organisation that has ended is not replaced by another behind the person's back: she chooses again.
create function auth.session_actor(wanted text)
returns table (session_id uuid, account_id uuid, account_name text, email text, second_factor boolean, member_id uuid,
	organization_id uuid, roles text[], first_name text, organization_name text, country text, time_zone text)
language plpgsql volatile set search_path = public, pg_temp as $$
declare s record; begin
	select x.id, x.account_id, x.member_id, x.expires_at, x.created_at, a.name, a.email, a.two_factor_enabled into s
	from auth.session x join auth.account a on a.id = x.account_id
	where x.token = wanted and x.ended_at is null and x.expires_at > now() and x.created_at > now() - interval '10 hours'
	and (a.ended_at is null or a.ended_at > now());
	if not found then return; end if;
	if s.expires_at < least(now() + interval '25 minutes', s.created_at + interval '10 hours') then
		update auth.session x set expires_at = least(now() + interval '30 minutes', x.created_at + interval '10 hours'), updated_at = now()
		where x.id = s.id and x.ended_at is null;
	end if;
	return query select s.id, s.account_id, s.name, s.email, s.two_factor_enabled, m.id, m.organization_id, m.roles, m.first_name, o.name, t.country, t.time_zone
	from (select) one
	left join lateral (
		select x.id, x.organization_id, x.roles, x.first_name, count(*) over () as living from member x
		where x.account_id = s.account_id and (x.ended_at is null or x.ended_at > now()) and x.id = coalesce(s.member_id, x.id)) m on m.living = 1
	left join organization o on o.id = m.organization_id
	left join territory t on t.id = o.territory_id; end $$;

-- One more attempt under these keys, before it is checked: twenty at once count twenty. Says how many seconds to wait, 0 if it may go on.
-- Beyond `free` attempts the delay doubles from 2 seconds up to 15 minutes; an hour of calm forgets.
create function auth.begin_attempt(keys text[], free int[]) returns int language plpgsql volatile set search_path = public, pg_temp as $$
declare i int; wait int; longest int := 0; tried int; begin
	for i in 1 .. cardinality(keys) loop
		insert into auth.attempt as a (key, count) values (keys[i], 0)
		on conflict (key) do update set count = case when a.last_at < now() - interval '1 hour' then 0 else a.count end, last_at = a.last_at
		returning greatest(ceil(extract(epoch from a.blocked_until - clock_timestamp())), 0)::int into wait;
		longest := greatest(longest, coalesce(wait, 0));
	end loop;
	if longest > 0 then return longest; end if;
	for i in 1 .. cardinality(keys) loop
		update auth.attempt a set count = a.count + 1, last_at = clock_timestamp() where a.key = keys[i] returning a.count into tried;
		if tried >= free[i] then
			update auth.attempt a set blocked_until = clock_timestamp() + least(2 ^ least(tried - free[i] + 1, 10), 900) * interval '1 second' where a.key = keys[i];
		end if;
	end loop;
	return 0; end $$;

-- What has had its time: sessions a week after their end (a post sent too late finds its account until then), codes, counts, links.
create function auth.clear() returns void language plpgsql volatile security definer set search_path = auth, pg_temp as $$ begin
	delete from session where expires_at < now() - interval '8 days';
	delete from verification where expires_at < now();
	delete from reset where expires_at < now();
	delete from used_code where used_at < now() - interval '1 day';
	delete from attempt where last_at < now() - interval '1 day'; end $$;

create table invitation (
	id uuid primary key,
	organization_id uuid not null default my_organization() references organization,
	first_name text not null check (first_name <> ''),
	last_name text not null default '',
	job_title text not null default '',
	roles text[] not null check (cardinality(roles) > 0 and roles <@ array['practitioner', 'front-desk', 'coordination', 'administrator']),
	email_index text not null,
	sealed text not null,
	token_index text not null unique,
	invited_by uuid not null default me(),
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	accepted_at timestamptz,
	withdrawn_at timestamptz,
	foreign key (organization_id, invited_by) references member (organization_id, id)
);
comment on table invitation is 'A colleague invited by link, once, within 7 days: {email} is sealed, found by its index; only a keyed hash of the link is here.';
create index on invitation (organization_id, created_at desc);
create unique index one_open_invitation on invitation (organization_id, email_index) where accepted_at is null and withdrawn_at is null;

-- Accepted by the account that proved itself: the link is used up and the membership made in one transaction.
-- Who comes back to an organisation finds her former membership, for authorship.
create function accept_invitation(wanted text, accepting uuid) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare i invitation; made uuid; begin
	update invitation set accepted_at = now()
	where token_index = wanted and accepted_at is null and withdrawn_at is null and expires_at > now() returning * into i;
	if not found then return null; end if;
	insert into member (id, account_id, organization_id, first_name, last_name, job_title, roles)
	values (gen_random_uuid(), accepting, i.organization_id, i.first_name, i.last_name, i.job_title, i.roles)
	on conflict (account_id, organization_id) do update
		set ended_at = null, roles = excluded.roles, job_title = excluded.job_title, version = member.version + 1
	returning id into made;
	return made; end $$;

-- The first organisation of an installation that has none, with its administrator. Twenty at once make one: the others find it and get null.
create function first_start(territory_id uuid, territory_name text, country text, time_zone text,
	organization_id uuid, organization_name text, kind text, member_id uuid, account_id uuid, first_name text, last_name text) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	perform pg_advisory_xact_lock(hashtext('cheminer first start'));
	if exists (select from organization) then return null; end if;
	insert into territory (id, name, country, time_zone) values (territory_id, territory_name, country, time_zone);
	insert into organization (id, territory_id, name, kind) values (organization_id, territory_id, organization_name, kind);
	insert into member (id, account_id, organization_id, first_name, last_name, roles)
	values (member_id, account_id, organization_id, first_name, last_name, array['practitioner', 'administrator']);
	return member_id; end $$;

-- A kept post goes away in the very transaction that records its form, and only then.
alter table kept_post add column form_key uuid;
create function forget_kept_post() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	delete from kept_post where account_id = new.account_id and form_key = new.key;
	return null; end $$;

do $$ declare t text; begin
	foreach t in array array['account', 'credential', 'two_factor'] loop
		execute format('call guard(%L)', 'auth.' || t);
	end loop;
	-- What lives an hour or a day has no place in an archive.
	foreach t in array array['session', 'verification', 'used_code', 'attempt', 'reset'] loop
		execute format('call guard(%L, archived => false)', 'auth.' || t);
	end loop;
	foreach t in array array['account', 'credential', 'two_factor', 'session', 'verification', 'used_code', 'attempt', 'reset'] loop
		execute format('grant select, insert, update, delete on auth.%I to cheminer_auth', t);
		execute format('create policy accounts on auth.%I to cheminer_auth using (true) with check (true)', t);
	end loop;
end $$;
grant usage on schema auth to cheminer_backup, cheminer_jobs;
grant execute on function auth.session_actor(text), auth.begin_attempt(text[], int[]) to cheminer_auth;

-- Role auth learns in which organisations an account acts, nothing about anybody accompanied.
grant select on territory, organization to cheminer_auth;
grant select (id, account_id, organization_id, first_name, last_name, roles, ended_at) on member to cheminer_auth;
create policy accounts on territory for select to cheminer_auth using (true);
create policy accounts on organization for select to cheminer_auth using (true);
create policy accounts on member for select to cheminer_auth using (true);
grant select (id, account_id, form_key, created_at), delete on kept_post to cheminer_auth;
create policy accounts_read on kept_post for select to cheminer_auth using (true);
create policy accounts_replace on kept_post for delete to cheminer_auth using (true);

call guard('invitation');
create trigger audit after insert or update or delete on invitation for each row execute function audit_change();
grant select, insert (id, first_name, last_name, job_title, roles, email_index, sealed, token_index, expires_at), update (withdrawn_at) on invitation to cheminer_app;
create policy see on invitation for select to cheminer_app
	using (organization_id = (select my_organization()) and (select i_am('administrator')));
create policy invite on invitation for insert to cheminer_app
	with check (organization_id = (select my_organization()) and invited_by = me() and (select i_am('administrator')) and expires_at <= now() + interval '7 days');
create policy withdraw on invitation for update to cheminer_app
	using (organization_id = (select my_organization()) and (select i_am('administrator')) and accepted_at is null)
	with check (organization_id = (select my_organization()));
grant select on invitation to cheminer_auth;
create policy accounts on invitation for select to cheminer_auth using (true);

grant select, update (accepted_at) on invitation to cheminer_wall;
create policy wall_reads on invitation for select to cheminer_wall using (true);
create policy wall_accepts on invitation for update to cheminer_wall using (true) with check (true);
grant insert on territory, organization, member to cheminer_wall;
grant update (ended_at, roles, job_title, version) on member to cheminer_wall;
create policy wall_starts on territory for insert to cheminer_wall with check (true);
create policy wall_starts on organization for insert to cheminer_wall with check (true);
create policy wall_admits on member for insert to cheminer_wall with check (true);
create policy wall_readmits on member for update to cheminer_wall using (true) with check (true);
grant select (account_id, form_key), delete on kept_post to cheminer_wall;
create policy wall_forgets on kept_post to cheminer_wall using (true);
alter function auth.clear() owner to cheminer_auth;
revoke create on schema auth from cheminer_auth;
alter function accept_invitation(text, uuid) owner to cheminer_wall;
alter function first_start(uuid, text, text, text, uuid, text, text, uuid, uuid, text, text) owner to cheminer_wall;
alter function forget_kept_post() owner to cheminer_wall;
set role cheminer_wall;
grant execute on function accept_invitation(text, uuid) to cheminer_auth;
grant execute on function first_start(uuid, text, text, text, uuid, text, text, uuid, uuid, text, text) to cheminer_auth;
set role cheminer_owner;
set role cheminer_auth;
grant execute on function auth.clear() to cheminer_jobs;
set role cheminer_owner;
create trigger forget_kept_post after update of result on form_key for each row execute function forget_kept_post();
