-- Small sets of rights, none of which includes a text: front desk, coordination. Each is a reviewed function owned by wall,
-- with a fixed search_path, that checks the caller's role itself and tests exclusion first (decisions 6, 8).
set role cheminer_owner;

-- Front desk: alias or name to use, time, room, whom; today plus or minus 7 days; no track, no text. The place of a meeting elsewhere
-- (at home, outside) stays between the two.
-- An empty name is shown as "Une personne": she refused the carnet, or she is concealed and has no alias.
create function front_desk(first_day timestamptz, last_day timestamptz)
returns table (id uuid, shown_name text, starts_at timestamptz, time_zone text, channel text, member_first_name text, person_id uuid, sealed text, wrapped text)
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	if not i_am('front-desk') then raise exception 'not the front desk' using errcode = '42501'; end if;
	return query select p.id, case when a.carnet = 'no' or (a.concealed and a.alias is null) then '' else coalesce(a.alias, a.name_to_use) end, p.starts_at, p.time_zone, p.channel, m.first_name, a.person_id,
		case when p.channel = 'presence' then p.sealed end, k.wrapped
	from appointment p join accompaniment a on a.id = p.accompaniment_id join member m on m.id = p.member_id
	left join keys.person_key k on k.person_id = a.person_id
	where p.organization_id = my_organization() and p.state = 'planned'
	and p.starts_at >= greatest(first_day, now() - interval '8 days') and p.starts_at < least(last_day, now() + interval '8 days')
	and a.ended_how is distinct from 'death'
	and not exists (select from exclusion e where e.account_id = my_account() and e.person_id = a.person_id)
	order by p.starts_at, p.id; end $$;

-- Coordination: counts, and the names of unassigned people only.
create function team_load()
returns table (member_id uuid, first_name text, last_name text, job_title text, walking_with bigint, without_next bigint, covering bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
-- Whom one sees today is not without a next step, even while the meeting is yet to be written up.
declare today timestamptz := (select date_trunc('day', now() at time zone t.time_zone) at time zone t.time_zone
	from organization o join territory t on t.id = o.territory_id where o.id = my_organization()); begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	return query select m.id, m.first_name, m.last_name, m.job_title,
		(select count(*) from accompaniment a where a.lead_id = m.id and a.ended_on is null),
		(select count(*) from accompaniment a where a.lead_id = m.id and a.ended_on is null and a.moment <> 'paused' and (a.next_at is null or a.next_at <= now())
			and not exists (select from appointment p where p.accompaniment_id = a.id and p.starts_at >= today and p.starts_at <= now() and p.state = 'planned')),
		(select count(*) from colleague c where c.member_id = m.id and c.kind = 'cover' and c.until > now())
	from member m where m.organization_id = my_organization() and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles)
	order by fold(m.first_name), m.id; end $$;

create function unassigned() returns table (id uuid, shown_name text, opened_on date)
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	return query select a.id, coalesce(a.alias, a.name_to_use), a.opened_on from accompaniment a
	where a.organization_id = my_organization() and a.lead_id is null and a.ended_on is null
	and not exists (select from exclusion e where e.account_id = my_account() and e.person_id = a.person_id)
	order by a.opened_on, a.id; end $$;

create function assign_lead(wanted uuid, to_member uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	update accompaniment a set lead_id = to_member, version = version + 1
	where a.id = wanted and a.organization_id = my_organization() and a.lead_id is null and a.ended_on is null
	and not exists (select from exclusion e where e.account_id = my_account() and e.person_id = a.person_id)
	and may_be_named(to_member, a.id);
	return found; end $$;

-- A cover for everybody a colleague walks with, until a date, without reading one name. People who excluded the cover stay out: counted, never named.
create function cover_caseload(of_member uuid, by_member uuid, until_when timestamptz) returns table (covered int, left_out int)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare total int; done int; begin
	if not i_am('coordination') and of_member is distinct from me() then raise exception 'not coordination' using errcode = '42501'; end if;
	-- Nobody gives himself a caseload to read: a colleague asks, coordination names someone else.
	if by_member = me() then raise exception 'a cover is named by someone else' using errcode = '42501'; end if;
	if of_member = by_member or until_when <= now() then raise exception 'a cover is someone else, until a later date' using errcode = '22023'; end if;
	if not exists (select from member m where m.id = of_member and m.organization_id = my_organization()) then return; end if;
	select count(*) into total from accompaniment a where a.lead_id = of_member and a.ended_on is null;
	insert into colleague (accompaniment_id, organization_id, member_id, kind, until, added_by)
	select a.id, a.organization_id, by_member, 'cover', until_when, me() from accompaniment a
	where a.lead_id = of_member and a.ended_on is null and a.organization_id = my_organization() and may_be_named(by_member, a.id)
	and (i_am('coordination') or in_reach(a.id))
	on conflict (member_id, accompaniment_id, kind) do update set until = excluded.until;
	get diagnostics done = row_count;
	return query select done, total - done; end $$;

create index on colleague (organization_id, until) where kind = 'cover';
-- Who covers whom until when, without a name of those who are covered. Coordination sees every cover, a practitioner those given and held.
create function team_covers()
returns table (of_member uuid, of_first_name text, by_member uuid, by_first_name text, until timestamptz, people bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select a.lead_id, l.first_name, c.member_id, m.first_name, date_trunc('milliseconds', c.until), count(*)
	from colleague c join accompaniment a on a.id = c.accompaniment_id and a.ended_on is null
	join member m on m.id = c.member_id and (m.ended_at is null or m.ended_at > now()) left join member l on l.id = a.lead_id
	where c.organization_id = my_organization() and c.kind = 'cover' and c.until > now()
	and (i_am('coordination') or i_am('practitioner') and me() in (a.lead_id, c.member_id))
	group by a.lead_id, l.first_name, c.member_id, m.first_name, date_trunc('milliseconds', c.until)
	order by fold(coalesce(l.first_name, '')), a.lead_id, 5, fold(m.first_name), c.member_id; end $$;

-- Ends one line of the list above, at once: by coordination, or by the one who gave it.
create function end_cover(of_member uuid, by_member uuid, until_when timestamptz) returns int
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare done int; begin
	if not i_am('coordination') and (of_member is distinct from me() or not i_am('practitioner')) then
		raise exception 'not coordination' using errcode = '42501';
	end if;
	update colleague c set until = now() from accompaniment a
	where a.id = c.accompaniment_id and a.lead_id is not distinct from of_member and a.organization_id = my_organization()
	and c.member_id = by_member and c.kind = 'cover' and c.until > now() and date_trunc('milliseconds', c.until) = until_when;
	get diagnostics done = row_count;
	return done; end $$;

-- Exclusion set by coordination for a person it cannot read: she, or someone for her, asks by her carnet or at the desk;
-- the accompaniment is known to coordination only when unassigned.
create function exclude_from_unassigned(wanted uuid, excluded_account uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	insert into exclusion (person_id, account_id, organization_id, added_by)
	select a.person_id, excluded_account, a.organization_id, me() from accompaniment a
	where a.id = wanted and a.organization_id = my_organization() and a.lead_id is null and excluded_account <> my_account()
	and not exists (select from exclusion e where e.account_id = my_account() and e.person_id = a.person_id)
	and exists (select from member m where m.account_id = excluded_account and m.organization_id = a.organization_id)
	on conflict do nothing;
	return found; end $$;

-- When a colleague leaves, her people do not vanish: they become unassigned, a visible state. Where she was named, it ends today:
-- coming back to the organisation later gives nothing back.
create function unassign_ended() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if new.ended_at is not null and old.ended_at is null or not 'practitioner' = any (new.roles) and 'practitioner' = any (old.roles) then
		update accompaniment set lead_id = null, version = version + 1 where lead_id = new.id and ended_on is null;
		update colleague set until = now() where member_id = new.id and (until is null or until > now());
	end if;
	return null; end $$;

-- How many people would be left without a lead: said to the administrator before a colleague leaves, as a count only.
create function led_by(wanted uuid) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	if not i_am('administrator') then raise exception 'not an administrator' using errcode = '42501'; end if;
	return (select count(*) from accompaniment a where a.lead_id = wanted and a.organization_id = my_organization() and a.ended_on is null); end $$;

-- An organisation keeps an administrator: two who leave at the same moment take turns.
create function keep_administrator() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if 'administrator' = any (old.roles) and old.ended_at is null and (not 'administrator' = any (new.roles) or new.ended_at is not null) then
		perform pg_advisory_xact_lock(hashtext('administrators ' || old.organization_id));
		if not exists (select from member m where m.organization_id = old.organization_id and m.id <> old.id
			and m.ended_at is null and 'administrator' = any (m.roles)) then
			raise exception 'an organisation keeps an administrator' using errcode = '23514', constraint = 'keeps_administrator';
		end if;
	end if;
	return new; end $$;

grant update (lead_id, version) on accompaniment to cheminer_wall;
grant usage on schema keys to cheminer_wall;
grant insert on colleague, exclusion to cheminer_wall;
grant update (until) on colleague to cheminer_wall;
create policy wall_covers on colleague for insert to cheminer_wall with check (true);
create policy wall_extends on colleague for update to cheminer_wall using (true) with check (true);
create policy wall_excludes on exclusion for insert to cheminer_wall with check (true);
do $$ declare f text; begin
	foreach f in array array['front_desk(timestamptz, timestamptz)', 'team_load()', 'unassigned()', 'assign_lead(uuid, uuid)',
		'cover_caseload(uuid, uuid, timestamptz)', 'team_covers()', 'end_cover(uuid, uuid, timestamptz)', 'exclude_from_unassigned(uuid, uuid)',
		'led_by(uuid)', 'keep_administrator()', 'unassign_ended()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function front_desk(timestamptz, timestamptz), team_load(), unassigned(), assign_lead(uuid, uuid),
	cover_caseload(uuid, uuid, timestamptz), team_covers(), end_cover(uuid, uuid, timestamptz), exclude_from_unassigned(uuid, uuid), led_by(uuid) to cheminer_app;
set role cheminer_owner;
create trigger unassign after update of ended_at, roles on member for each row execute function unassign_ended();
create trigger keep_administrator before update of ended_at, roles on member for each row execute function keep_administrator();
