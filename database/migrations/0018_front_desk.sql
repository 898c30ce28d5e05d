-- The front desk at work: she is here, another time, a word for the practitioner. It reads no text of hers, and keeps nothing of its own:
-- an arrival goes with its day, a word after 14 days (decision record 0031). Neither leaves a line in the audit, which would keep them.
set role cheminer_owner;

create table arrival (
	appointment_id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null references organization,
	arrived_at timestamptz not null default now(),
	clears_at timestamptz not null check (clears_at <= arrived_at + interval '26 hours'),
	foreign key (accompaniment_id, appointment_id) references appointment (accompaniment_id, id)
);
comment on table arrival is '"Elle est là": seen until the end of the day in the territory''s zone, then cleared, so that it never becomes a record of presence. Left out of archives and audit.';
create index on arrival (clears_at);

create table desk_word (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null references organization,
	appointment_id uuid not null,
	kind text not null check (kind in ('said', 'moved', 'released')),
	to_member_id uuid not null references member,
	author_id uuid not null default me() references member,
	sealed text not null,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null default now() + interval '14 days',
	read_at timestamptz,
	check (expires_at <= created_at + interval '15 days'),
	foreign key (accompaniment_id, appointment_id) references appointment (accompaniment_id, id)
);
comment on table desk_word is 'What the front desk passes on to the practitioner of an appointment, sealed with her key: {text} when she called, {from} (an instant) when it was moved or will not be. Read by whom it is for and by a cover; erased after 14 days.';
create index on desk_word (to_member_id) where read_at is null;
create index on desk_word (accompaniment_id);
create index on desk_word (author_id, created_at);
create index on desk_word (expires_at);

call guard('arrival', archived => false);
call guard('desk_word');

create function my_time_zone() returns text language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return (select t.time_zone from organization o join territory t on t.id = o.territory_id where o.id = my_organization()); end $$;
alter function my_time_zone() owner to cheminer_wall;

-- The list, as before, and one of its lines: by its id also when it does not stand any more, so that what was typed about it is not lost.
-- A meeting elsewhere, or whose place is theirs, is moved by the two of them: the desk neither sees its place nor carries it along.
drop function front_desk(timestamptz, timestamptz);
create function front_desk(first_day timestamptz, last_day timestamptz, only_one uuid default null)
returns table (id uuid, shown_name text, starts_at timestamptz, time_zone text, channel text, member_first_name text, person_id uuid, sealed text, wrapped text,
	standing boolean, movable boolean, version int, arrived_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare zone text := my_time_zone(); today date := (now() at time zone zone)::date; here uuid := my_organization();
	first_seen timestamptz := greatest(first_day, (today - 7)::timestamp at time zone zone);
	end_seen timestamptz := least(last_day, (today + 8)::timestamp at time zone zone); begin
	if not i_am('front-desk') then raise exception 'not the front desk' using errcode = '42501'; end if;
	return query select p.id, case when a.carnet = 'no' or (a.concealed and a.alias is null) then '' else coalesce(a.alias, a.name_to_use) end, p.starts_at, p.time_zone, p.channel, m.first_name, a.person_id,
		case when p.channel = 'presence' then p.sealed end, k.wrapped, p.state = 'planned',
		p.state = 'planned' and (p.channel = 'presence' or p.channel not in ('home', 'outside') and p.sealed is null), p.version,
		(select v.arrived_at from arrival v where v.appointment_id = p.id and v.clears_at > now())
	from (select q.* from appointment q where only_one is null and q.state = 'planned' and q.organization_id = here
			and q.starts_at >= first_seen and q.starts_at < end_seen
		union all select q.* from appointment q where q.id = only_one and q.organization_id = here
			and q.starts_at >= first_seen and q.starts_at < end_seen) p
	join accompaniment a on a.id = p.accompaniment_id join member m on m.id = p.member_id
	left join keys.person_key k on k.person_id = a.person_id
	where a.ended_how is distinct from 'death'
	and not exists (select from exclusion e where e.account_id = my_account() and e.person_id = a.person_id)
	order by p.starts_at, p.id; end $$;

-- She is here: today, in presence. Said twice, the first hour stays. False when the line is not there for me.
create function note_arrival(wanted uuid) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare zone text := my_time_zone(); today date := (now() at time zone zone)::date; line record; begin
	select f.* into line from front_desk('-infinity', 'infinity', wanted) f;
	if line.id is null then return false; end if;
	insert into arrival (appointment_id, accompaniment_id, organization_id, clears_at)
	select p.id, p.accompaniment_id, p.organization_id, (today + 1)::timestamp at time zone zone from appointment p
	where p.id = wanted and line.standing and line.channel = 'presence' and (line.starts_at at time zone zone)::date = today
	on conflict do nothing;
	return true; end $$;

create function take_back_arrival(wanted uuid) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not exists (select from front_desk('-infinity', 'infinity', wanted)) then return false; end if;
	delete from arrival v where v.appointment_id = wanted;
	return true; end $$;

-- What a change at the desk asks first: the line stands, from today on, as it was read. Null when it is not there for me, '' when it may change.
create function desk_may_change(wanted uuid, its_version int) returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare zone text := my_time_zone(); line record; begin
	perform from appointment p where p.id = wanted and p.organization_id = my_organization() and i_am('front-desk') for update;
	select f.* into line from front_desk('-infinity', 'infinity', wanted) f;
	return case when line.id is null then null
		when not line.standing or line.version <> its_version then 'stale'
		when (line.starts_at at time zone zone)::date < (now() at time zone zone)::date then 'window' else '' end; end $$;

-- Another time, as a practitioner moves it: the former is released like any other and a new one stands (decision record 0008). Same colleague,
-- same way to meet, another hour and room, from today on and within the days that the desk sees.
create function move_at_front_desk(wanted uuid, its_version int, fresh uuid, new_start timestamptz, new_sealed text, word uuid, word_sealed text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare zone text := my_time_zone(); today date := (now() at time zone zone)::date; answer text := desk_may_change(wanted, its_version); begin
	if answer is distinct from '' then return answer; end if;
	if not exists (select from front_desk('-infinity', 'infinity', wanted) f where f.movable)
		or (new_start at time zone zone)::date not between today and today + 7 then return 'window'; end if;
	if not exists (select from appointment p where p.id = wanted and may_be_named(p.member_id, p.accompaniment_id)) then return 'colleague'; end if;
	update appointment set state = 'released', version = version + 1 where id = wanted;
	delete from arrival v where v.appointment_id = wanted;
	insert into appointment (id, accompaniment_id, organization_id, member_id, starts_at, time_zone, channel, sealed)
	select fresh, p.accompaniment_id, p.organization_id, p.member_id, new_start, p.time_zone, p.channel, new_sealed from appointment p where p.id = wanted;
	insert into desk_word (id, accompaniment_id, organization_id, appointment_id, kind, to_member_id, sealed)
	select word, p.accompaniment_id, p.organization_id, fresh, 'moved', p.member_id, word_sealed from appointment p where p.id = wanted;
	return ''; end $$;

create function release_at_front_desk(wanted uuid, its_version int, word uuid, word_sealed text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare answer text := desk_may_change(wanted, its_version); begin
	if answer is distinct from '' then return answer; end if;
	update appointment set state = 'released', version = version + 1 where id = wanted;
	delete from arrival v where v.appointment_id = wanted;
	insert into desk_word (id, accompaniment_id, organization_id, appointment_id, kind, to_member_id, sealed)
	select word, p.accompaniment_id, p.organization_id, p.id, 'released', p.member_id, word_sealed from appointment p where p.id = wanted;
	return ''; end $$;

-- She called: a word for whom she was to see, whatever became of the appointment meanwhile. False when the line is not there for me.
create function tell_from_front_desk(wanted uuid, word uuid, word_sealed text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	insert into desk_word (id, accompaniment_id, organization_id, appointment_id, kind, to_member_id, sealed)
	select word, p.accompaniment_id, p.organization_id, p.id, 'said', p.member_id, word_sealed
	from front_desk('-infinity', 'infinity', wanted) f join appointment p on p.id = f.id;
	return found; end $$;

-- The desk reads its own words of today, no others; one that nobody read yet can be taken back.
create function own_desk_words()
returns table (id uuid, kind text, created_at timestamptz, shown_name text, to_first_name text, is_read boolean, person_id uuid, sealed text, wrapped text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare zone text := my_time_zone(); begin
	if not i_am('front-desk') then raise exception 'not the front desk' using errcode = '42501'; end if;
	return query select w.id, w.kind, w.created_at, case when a.carnet = 'no' or (a.concealed and a.alias is null) then '' else coalesce(a.alias, a.name_to_use) end,
		m.first_name, w.read_at is not null, a.person_id, w.sealed, k.wrapped
	from desk_word w join accompaniment a on a.id = w.accompaniment_id join member m on m.id = w.to_member_id join keys.person_key k on k.person_id = a.person_id
	where w.author_id = me() and w.created_at >= ((now() at time zone zone)::date)::timestamp at time zone zone and a.ended_how is distinct from 'death'
	and not exists (select from exclusion e where e.account_id = my_account() and e.person_id = a.person_id)
	order by w.created_at desc, w.id; end $$;

create function take_back_word(wanted uuid) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	delete from desk_word w where w.id in (select o.id from own_desk_words() o where o.id = wanted and o.kind = 'said' and not o.is_read) and w.read_at is null;
	return found or exists (select from own_desk_words() o where o.id = wanted); end $$;

-- For whom a word is: the practitioner of that appointment, a cover today; the lead when that colleague does not walk with her any more.
create function desk_words_for_me() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select w.id from desk_word w join accompaniment a on a.id = w.accompaniment_id
	where w.accompaniment_id = any (array (select reach())) and w.expires_at > now()
	and (w.to_member_id = me()
		or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = me() and c.kind = 'cover' and c.until > now())
		or a.lead_id = me() and not exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = w.to_member_id
			and (c.until is null or c.until > now()))); end $$;

grant select, insert, delete on arrival, desk_word to cheminer_wall;
grant insert on appointment to cheminer_wall;
grant update (state, version) on appointment to cheminer_wall;
create policy wall_moves on appointment for insert to cheminer_wall with check (true);
create policy wall_releases on appointment for update to cheminer_wall using (true) with check (true);
do $$ declare t text; f text; begin
	foreach t in array array['arrival', 'desk_word'] loop
		execute format('create policy wall_keeps on %I to cheminer_wall using (true) with check (true)', t);
	end loop;
	foreach f in array array['front_desk(timestamptz, timestamptz, uuid)', 'note_arrival(uuid)', 'take_back_arrival(uuid)', 'desk_may_change(uuid, int)',
		'move_at_front_desk(uuid, int, uuid, timestamptz, text, uuid, text)', 'release_at_front_desk(uuid, int, uuid, text)',
		'tell_from_front_desk(uuid, uuid, text)', 'own_desk_words()', 'take_back_word(uuid)', 'desk_words_for_me()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function front_desk(timestamptz, timestamptz, uuid), note_arrival(uuid), take_back_arrival(uuid),
	move_at_front_desk(uuid, int, uuid, timestamptz, text, uuid, text), release_at_front_desk(uuid, int, uuid, text),
	tell_from_front_desk(uuid, uuid, text), own_desk_words(), take_back_word(uuid), desk_words_for_me() to cheminer_app;
set role cheminer_owner;

grant select on arrival to cheminer_app;
create policy see on arrival for select to cheminer_app using (clears_at > now() and accompaniment_id = any (array (select reach())));
grant select, update (read_at) on desk_word to cheminer_app;
create policy see on desk_word for select to cheminer_app using (id = any (array (select desk_words_for_me())));
create policy mark on desk_word for update to cheminer_app
	using (id = any (array (select desk_words_for_me()))) with check (id = any (array (select desk_words_for_me())));

-- Jobs clear what has had its time; they see dates, never a word.
grant select (appointment_id, clears_at), delete on arrival to cheminer_jobs;
create policy clear on arrival to cheminer_jobs using (clears_at <= now());
grant select (id, expires_at), delete on desk_word to cheminer_jobs;
create policy clear on desk_word to cheminer_jobs using (expires_at <= now());
