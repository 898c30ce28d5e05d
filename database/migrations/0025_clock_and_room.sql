-- A machine's clock may be wrong. What had ended stays ended when it is set back, and nothing is cleared on the word of a clock that has
-- just leapt (docs/decisions/0038). And one table that holds nothing, by which the health check knows whether there is room again.
set role cheminer_owner;

create table house_clock (
	id int primary key default 1 check (id = 1),
	seen timestamptz not null default now(),
	trusted timestamptz not null default now(),
	steady_since timestamptz not null default now() - interval '1 hour'
);
comment on table house_clock is 'What time it was when last looked at (every ten seconds), and the last time that followed a whole hour without a leap.';

create table room (filler text not null);
alter table room alter column filler set storage plain;
comment on table room is 'Always empty: the health check writes here what needs new room on the disk, and takes it back.';

-- Sessions know nothing of the wall's policies: one that comes from the future, or any while the clock stands before what was seen, is none.
create or replace function auth.session_actor(wanted text)
returns table (session_id uuid, account_id uuid, account_name text, email text, second_factor boolean, member_id uuid,
	organization_id uuid, roles text[], first_name text, organization_name text, country text, time_zone text)
language plpgsql volatile set search_path = public, pg_temp as $$
declare s record; begin
	select x.id, x.account_id, x.member_id, x.expires_at, x.created_at, a.name, a.email, a.two_factor_enabled into s
	from auth.session x join auth.account a on a.id = x.account_id
	where x.token = wanted and x.ended_at is null and x.expires_at > now() and x.created_at > now() - interval '10 hours'
	and x.updated_at < now() + interval '1 minute' and not exists (select from house_clock h where h.trusted > now() + interval '1 minute')
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

-- The doors of accounts that had closed by then: sessions, links, second steps. A wait that was earned is no longer than it ever is.
create function auth.settle(by_then timestamptz) returns void language plpgsql volatile security definer set search_path = auth, pg_temp as $$ begin
	update session set ended_at = now(), expires_at = least(expires_at, now())
	where ended_at is null and (expires_at <= by_then or updated_at > now() + interval '1 minute');
	delete from reset where expires_at <= by_then;
	delete from verification where expires_at <= by_then;
	update attempt set blocked_until = now() + interval '15 minutes' where blocked_until > now() + interval '15 minutes'; end $$;

-- What had ended by then, and would live again, ends now for good. A member's end is never planned: the clock need not be trusted for it.
create function settle_ends(seen timestamptz, by_then timestamptz) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	update member set ended_at = now() where ended_at > now() and ended_at <= seen;
	update colleague set until = now() where until > now() and until <= by_then;
	update view_request set ended_at = now(), ended_how = 'closed' where ended_at is null and ends_at > now() and ends_at <= by_then;
	update invitation set withdrawn_at = now() where accepted_at is null and withdrawn_at is null and expires_at > now() and expires_at <= by_then; end $$;

-- Looks at the clock. A leap back beyond what was seen ends again what had ended; a leap either way, or ten minutes in which nobody
-- looked, begins an hour in which the clock is followed and not believed.
create function look_at_clock() returns table (leap_seconds double precision, settled boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare c house_clock; leapt boolean; begin
	insert into house_clock default values on conflict do nothing;
	select * into c from house_clock for update;
	leap_seconds := extract(epoch from now() - c.seen);
	leapt := now() < c.seen - interval '1 minute' or now() > c.seen + interval '10 minutes';
	settled := now() < c.seen - interval '1 minute';
	if settled then
		perform auth.settle(c.trusted);
		perform settle_ends(c.seen, c.trusted);
	end if;
	-- Two processes look in turns, a few milliseconds apart.
	if leapt then c.steady_since := now(); end if;
	update house_clock set seen = now(), steady_since = c.steady_since,
		trusted = case when c.steady_since <= now() - interval '1 hour' then now() else least(c.trusted, now()) end;
	return next; end $$;

grant select on house_clock to cheminer_auth, cheminer_jobs, cheminer_wall;
grant insert, update on house_clock to cheminer_wall;
create policy look on house_clock for select to cheminer_auth, cheminer_jobs using (true);
create policy wall_looks on house_clock to cheminer_wall using (true) with check (true);
call guard('house_clock', archived => false);
grant insert on room to cheminer_jobs;
create policy try on room for insert to cheminer_jobs with check (true);
call guard('room', archived => false);
grant update (withdrawn_at) on invitation to cheminer_wall;

grant usage on schema auth to cheminer_wall;
grant create on schema auth to cheminer_auth;
alter function auth.settle(timestamptz) owner to cheminer_auth;
revoke create on schema auth from cheminer_auth;
alter function settle_ends(timestamptz, timestamptz) owner to cheminer_wall;
alter function look_at_clock() owner to cheminer_wall;
set role cheminer_auth;
grant execute on function auth.settle(timestamptz) to cheminer_wall;
set role cheminer_wall;
grant execute on function look_at_clock() to cheminer_jobs;
set role cheminer_owner;
