-- Two ways out. Hers: she is accompanied by somebody else than her lead, on her word given to coordination, which reads nothing.
-- And the house's: an account that walks through every file it may open is stopped for a while.
set role cheminer_owner;

-- Whose lead ended because she excluded him: told in the thread to those who walk with her. It also keeps whoever recorded it from
-- taking her himself: nobody takes a person from a colleague.
create table set_aside (
	id uuid primary key default gen_random_uuid(),
	accompaniment_id uuid not null references accompaniment,
	member_id uuid not null references member,
	recorded_by uuid references member,
	at timestamptz not null default clock_timestamp()
);
comment on table set_aside is 'A lead whom she excluded, as the thread tells it; append-only, written by unname_excluded() alone, never in another organisation than the one that was told.';
create index on set_aside (accompaniment_id);
call guard('set_aside');
grant select, insert on set_aside to cheminer_wall;
create policy wall_reads on set_aside for select to cheminer_wall using (true);
create policy wall_tells on set_aside for insert to cheminer_wall with check (true);
grant select on set_aside to cheminer_app;
create policy see on set_aside for select to cheminer_app using (accompaniment_id = any (array (select reach())));

-- Searches, and lists walked page by page, are one line an hour in the journal: how many they were is counted beside it.
create table reading_pace (
	account_id uuid not null,
	since timestamptz not null,
	times int not null,
	primary key (account_id, since)
);
comment on table reading_pace is 'How many searches and pages of lists an account asked for, by spans of ten minutes, kept a day: no word that was sought, no name.';
call guard('reading_pace', archived => false);
grant select, insert, update on reading_pace to cheminer_wall;
create policy wall_counts on reading_pace to cheminer_wall using (true) with check (true);
grant select (since), delete on reading_pace to cheminer_jobs;
create policy clear on reading_pace to cheminer_jobs using (since < now() - interval '1 day');

-- A stop is a line of the journal, once an hour, about nobody; the files opened in a day are counted from the journal itself.
alter table journal drop constraint journal_kind_check;
alter table journal add constraint journal_kind_check
	check (kind in ('pathway', 'export', 'print', 'list', 'search', 'front-desk', 'coordination', 'writing', 'stopped'));
grant select (id, at, organization_id) on journal to cheminer_wall;
create index on journal (organization_id, at desc) where kind = 'stopped';

set role cheminer_wall;

-- As before (0009); and the thread is told.
create or replace function unname_excluded() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	delete from colleague c using member m, accompaniment a
	where m.account_id = new.account_id and c.member_id = m.id and a.id = c.accompaniment_id and a.person_id = new.person_id;
	with freed as (
		update accompaniment a set lead_id = null, version = a.version + 1 from member m
		where m.account_id = new.account_id and a.lead_id = m.id and a.person_id = new.person_id and a.ended_on is null
		returning a.id, a.organization_id, m.id as former
	)
	insert into set_aside (accompaniment_id, member_id, recorded_by)
	select f.id, f.former, new.added_by from freed f where f.organization_id = new.organization_id;
	return null; end $$;

-- Whom she is kept from learns nothing from a count either: exclusion first, in every function (decisions 6).
create function kept_from() returns uuid[] language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return array (select e.person_id from exclusion e where e.account_id = my_account()); end $$;

-- She gives coordination the reference that stands on her information page: the last group of her pathway's id. Coordination sets a colleague
-- aside without opening anything: a reference that is unknown, another organisation's, of somebody who excluded me, or that was noted
-- already is answered alike. The only things said otherwise are what the asker knows by himself: that this is no colleague
-- of his, or that he walks with her (he would take her from the lead).
create function exclude_by_reference(wanted text, excluded_member uuid) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare here uuid := my_organization(); shut uuid[] := kept_from(); her uuid; of_account uuid; begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	select m.account_id into of_account from member m
	where m.id = excluded_member and m.organization_id = here and m.account_id <> my_account();
	if of_account is null then return 'colleague'; end if;
	-- Two persons of one organisation under one reference: nobody is set aside by chance.
	begin
		select distinct a.person_id into strict her from accompaniment a
		where a.organization_id = here and right(a.id::text, 12) = wanted and a.person_id <> all (shut);
	exception when no_data_found or too_many_rows then return 'noted';
	end;
	if her = any (array (select persons_in_reach())) then return 'walks_with_her'; end if;
	insert into exclusion (person_id, account_id, organization_id, added_by) values (her, of_account, here, me()) on conflict do nothing;
	return 'noted'; end $$;

-- As before (0006); but whoever set a lead aside does not become the lead himself.
create or replace function assign_lead(wanted uuid, to_member uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	update accompaniment a set lead_id = to_member, version = version + 1
	where a.id = wanted and a.organization_id = my_organization() and a.lead_id is null and a.ended_on is null
	and a.person_id <> all (kept_from())
	and not (to_member = me() and exists (select from set_aside s where s.accompaniment_id = a.id and s.recorded_by = me()))
	and may_be_named(to_member, a.id);
	return found; end $$;

-- As before (0006); exclusion comes first in the counts too.
create or replace function team_load()
returns table (member_id uuid, first_name text, last_name text, job_title text, walking_with bigint, without_next bigint, covering bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
-- Whom one sees today is not without a next step, even while the meeting is yet to be written up.
declare shut uuid[] := kept_from(); today timestamptz := (select date_trunc('day', now() at time zone t.time_zone) at time zone t.time_zone
	from organization o join territory t on t.id = o.territory_id where o.id = my_organization()); begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	return query select m.id, m.first_name, m.last_name, m.job_title,
		(select count(*) from accompaniment a where a.lead_id = m.id and a.ended_on is null and a.person_id <> all (shut)),
		(select count(*) from accompaniment a where a.lead_id = m.id and a.ended_on is null and a.person_id <> all (shut)
			and a.moment <> 'paused' and (a.next_at is null or a.next_at <= now())
			and not exists (select from appointment p where p.accompaniment_id = a.id and p.starts_at >= today and p.starts_at <= now() and p.state = 'planned')),
		(select count(*) from colleague c where c.member_id = m.id and c.kind = 'cover' and c.until > now()
			and (shut = '{}' or not exists (select from accompaniment a where a.id = c.accompaniment_id and a.person_id = any (shut))))
	from member m where m.organization_id = my_organization() and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles)
	order by fold(m.first_name), m.id; end $$;

create or replace function led_by(wanted uuid) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare shut uuid[] := kept_from(); begin
	if not i_am('administrator') then raise exception 'not an administrator' using errcode = '42501'; end if;
	return (select count(*) from accompaniment a where a.lead_id = wanted and a.organization_id = my_organization() and a.ended_on is null
		and a.person_id <> all (shut)); end $$;

create or replace function team_covers()
returns table (of_member uuid, of_first_name text, by_member uuid, by_first_name text, until timestamptz, people bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare shut uuid[] := kept_from(); begin
	return query select a.lead_id, l.first_name, c.member_id, m.first_name, date_trunc('milliseconds', c.until), count(*)
	from colleague c join accompaniment a on a.id = c.accompaniment_id and a.ended_on is null and a.person_id <> all (shut)
	join member m on m.id = c.member_id and (m.ended_at is null or m.ended_at > now()) left join member l on l.id = a.lead_id
	where c.organization_id = my_organization() and c.kind = 'cover' and c.until > now()
	and (i_am('coordination') or i_am('practitioner') and me() in (a.lead_id, c.member_id))
	group by a.lead_id, l.first_name, c.member_id, m.first_name, date_trunc('milliseconds', c.until)
	order by fold(coalesce(l.first_name, '')), a.lead_id, 5, fold(m.first_name), c.member_id; end $$;

-- She is covered like everybody; who is kept from her does not find her in the count.
create or replace function cover_caseload(of_member uuid, by_member uuid, until_when timestamptz) returns table (covered int, left_out int)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare shut uuid[] := kept_from(); total int; done int; begin
	if not i_am('coordination') and of_member is distinct from me() then raise exception 'not coordination' using errcode = '42501'; end if;
	-- Nobody gives himself a caseload to read: a colleague asks, coordination names someone else.
	if by_member = me() then raise exception 'a cover is named by someone else' using errcode = '42501'; end if;
	if of_member = by_member or until_when <= now() then raise exception 'a cover is someone else, until a later date' using errcode = '22023'; end if;
	if not exists (select from member m where m.id = of_member and m.organization_id = my_organization()) then return; end if;
	select count(*) into total from accompaniment a where a.lead_id = of_member and a.ended_on is null and a.person_id <> all (shut);
	with named as (
		insert into colleague (accompaniment_id, organization_id, member_id, kind, until, added_by)
		select a.id, a.organization_id, by_member, 'cover', until_when, me() from accompaniment a
		where a.lead_id = of_member and a.ended_on is null and a.organization_id = my_organization() and may_be_named(by_member, a.id)
		and (i_am('coordination') or in_reach(a.id))
		on conflict (member_id, accompaniment_id, kind) do update set until = excluded.until
		returning accompaniment_id
	)
	select count(*) into done from named n join accompaniment a on a.id = n.accompaniment_id where a.person_id <> all (shut);
	return query select done, total - done; end $$;

-- A pathway that goes on finds its lead only if he may still be: else nobody would see that she has none.
create function reopen_without() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if me() is not null and old.ended_on is not null and new.ended_on is null and new.lead_id is not null
		and not may_be_named(new.lead_id, new.id) then
		new.lead_id := null;
	end if;
	return new; end $$;

-- How long until one more file may be opened, in seconds; 0 for now. A file opened within a day, wherever the account acts,
-- is not opened anew: whoever has its form in front of her never loses what she types there. Writing a line of the day opens the key, not
-- the file: it is never refused, and does not make the file one that was opened.
create function opening_wait(who uuid, wanted uuid, noted uuid, an_hour int, a_day int) returns int
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare places uuid[] := array (select m.id from member m where m.account_id = who);
	this_hour int; this_day int; first_of_hour timestamptz; first_of_day timestamptz; begin
	if exists (select from journal j where j.accompaniment_id = wanted and j.member_id = any (places) and j.kind in ('pathway', 'print', 'export')
		and j.at > now() - interval '1 day' and j.id <> noted) then return 0; end if;
	select count(*) filter (where o.last_at > now() - interval '1 hour'), count(*),
		min(o.last_at) filter (where o.last_at > now() - interval '1 hour'), min(o.last_at)
	into this_hour, this_day, first_of_hour, first_of_day
	from (select max(j.at) as last_at from journal j
		where j.member_id = any (places) and j.hour >= date_trunc('hour', now() - interval '1 day')
		and j.at > now() - interval '1 day' and j.kind in ('pathway', 'print', 'export') and j.accompaniment_id is not null
		group by j.accompaniment_id) o;
	return greatest(
		case when this_hour > an_hour then ceil(extract(epoch from first_of_hour + interval '1 hour' - now())) else 0 end,
		case when this_day > a_day then ceil(extract(epoch from first_of_day + interval '1 day' - now())) else 0 end)::int; end $$;

-- The same for searches and pages of lists: all of an account, wherever it acts.
create function walking_wait(who uuid, an_hour int) returns int
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare asked int; first timestamptz; begin
	insert into reading_pace as p (account_id, since, times) values (who, date_bin('10 minutes', now(), timestamptz '2000-01-01'), 1)
	on conflict (account_id, since) do update set times = p.times + 1;
	select sum(p.times), min(p.since) into asked, first from reading_pace p where p.account_id = who and p.since > now() - interval '1 hour';
	return case when asked > an_hour then ceil(extract(epoch from first + interval '1 hour' - now())) else 0 end; end $$;

-- As before (0004); and no more than `most`: files new to the account within an hour and within a day, or else searches and pages of
-- lists within an hour; null for what does not count. Beyond it nothing is read; what was refused is not counted, so that
-- waiting is enough. Twenty at once count twenty.
drop function note_reading(text, uuid);
create function note_reading(what text, wanted uuid, most int[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare noted uuid; who uuid; wait int; begin
	insert into journal (hour, organization_id, account_id, member_id, accompaniment_id, person_id, kind)
	select date_trunc('hour', now()), m.organization_id, m.account_id, m.id, a.id, a.person_id, what
	from member m left join accompaniment a on a.id = wanted and a.organization_id = m.organization_id
	where m.id = me() and (m.ended_at is null or m.ended_at > now()) and (wanted is null or a.id is not null and in_reach(a.id))
	on conflict do nothing returning id into noted;
	if most is null or wanted is not null and noted is null then return; end if;
	who := my_account();
	if who is null then return; end if;
	if wanted is null then
		wait := walking_wait(who, most[1]);
	else
		perform pg_advisory_xact_lock(hashtextextended('readings ' || who, 0));
		wait := opening_wait(who, wanted, noted, most[1], most[2]);
	end if;
	if wait > 0 then raise exception 'too much was opened in a short time' using errcode = 'CH429', detail = wait::text; end if; end $$;

-- That an account was stopped is kept, once an hour, though all that was asked is taken back.
create function note_stop() returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	insert into journal (hour, organization_id, account_id, member_id, kind)
	select date_trunc('hour', now()), m.organization_id, m.account_id, m.id, 'stopped'
	from member m where m.id = me() and (m.ended_at is null or m.ended_at > now())
	on conflict do nothing; end $$;

-- Told to the administrator for a month: whose account, when; about nobody.
create function reading_stops() returns table (id uuid, first_name text, last_name text, at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	if not i_am('administrator') then raise exception 'not an administrator' using errcode = '42501'; end if;
	return query select j.id, m.first_name, m.last_name, j.at from journal j join member m on m.id = j.member_id
	where j.organization_id = my_organization() and j.kind = 'stopped' and j.at > now() - interval '30 days'
	order by j.at desc, j.id limit 50; end $$;

grant execute on function exclude_by_reference(text, uuid), note_reading(text, uuid, int[]), note_stop(), reading_stops() to cheminer_app;
set role cheminer_owner;
create trigger reopen before update of ended_on on accompaniment for each row execute function reopen_without();
