-- Who sees what, and what she takes back (issue D): a place, a view, or everything from somebody; and her right to read the memos about her,
-- with a month that the organisation sees. What she changes goes through reviewed functions that know the files her cards open and no other.
set role cheminer_owner;

-- What the front desk passed on about her leaves with her when she takes everything along.
create function her_desk_words() returns setof desk_word language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select w.* from desk_word w where w.accompaniment_id = any (array (select her_files())); end $$;

-- A place among those who walk with her ends at once; the texts he was named with open to him no more, since he has no reach.
-- Never the lead: a lead is set aside or changed, not unnamed.
create function she_unnames(on_accompaniment uuid, wanted uuid, which text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	delete from colleague c where c.accompaniment_id = on_accompaniment and c.accompaniment_id = any (array (select her_files()))
		and c.member_id = wanted and c.kind = which;
	return found; end $$;

create function she_takes_view_back(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	update view_request v set ended_at = now(), ended_how = 'her-word' where v.id = wanted and v.accompaniment_id = any (array (select her_files()))
		and v.ended_at is null and v.ends_at > now();
	return found; end $$;

-- Somebody sees nothing of hers any more, over every role: whom she sees in her space, in an organisation that her cards open. What follows
-- (unnamed, no longer lead, views ended) is what any exclusion does. Nobody recorded it: she did.
create function she_excludes(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	insert into exclusion (person_id, account_id, organization_id, added_by)
	select distinct a.person_id, m.account_id, m.organization_id, null::uuid from member m join accompaniment a on a.organization_id = m.organization_id
	where m.id = wanted and m.id in (select her_people()) and a.id = any (array (select her_files()))
	on conflict do nothing;
	return exists (select from exclusion e join member m on m.account_id = e.account_id and m.organization_id = e.organization_id
		where m.id = wanted and e.person_id in (select her_persons()) and m.organization_id in (select her_organizations())); end $$;

create function she_lifts(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	delete from exclusion e using member m where m.id = wanted and e.account_id = m.account_id and e.organization_id = m.organization_id
		and e.person_id in (select her_persons()) and e.organization_id in (select her_organizations());
	return found; end $$;

-- Whom she keeps away, wherever her cards open: by first name, since she named him.
create function her_exclusions() returns table (member_id uuid, organization_id uuid, first_name text, job_title text, since timestamptz, by_her boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select m.id, e.organization_id, m.first_name, m.job_title, e.created_at, e.added_by is null
	from exclusion e join member m on m.account_id = e.account_id and m.organization_id = e.organization_id
	where e.person_id in (select her_persons()) and e.organization_id in (select her_organizations())
	order by e.created_at, m.id; end $$;

-- Her right to read the memos about her: a request like that for all of her data, whose month the organisation sees. Whoever walks with her is
-- told, and answers; when nobody does, whoever becomes her lead is told in turn.
alter table data_request add what text not null default 'all' check (what in ('all', 'memos'));
comment on column data_request.what is 'What she asks for: "all" of her data, or the "memos" about her, which are in no file.';
alter table data_request alter recorded_by drop not null;
comment on column data_request.recorded_by is 'Who noted it; null when she asked in her own space.';
create trigger keep_hers before insert on data_request for each row when (new.organization_id is null) execute function keep_hers();
grant insert (id, accompaniment_id, how, said_on, what) on data_request to cheminer_person;
create policy hers_to_ask on data_request for insert to cheminer_person
	with check (what = 'memos' and how = 'screen' and recorded_by is null and accompaniment_id = any (array (select her_files())));

-- As before (0022), and for what she asks herself.
create function walks_today(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from accompaniment a join member m on m.id = wanted and m.organization_id = a.organization_id
		where a.id = on_accompaniment and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles)
		and not exists (select from exclusion e where e.account_id = m.account_id and e.person_id = a.person_id)
		and (a.lead_id = m.id or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = m.id and (c.until is null or c.until > now())))); end $$;
create or replace function tell_holders() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare today int; begin
	if me() is null and her() is null then return null; end if;
	if me() is not null then
		select count(*) into today from data_request r where r.recorded_by = me() and r.created_at > now() - interval '1 day';
		-- A few in a day are people who ask; more would be a caseload that leaves.
		if today > 10 then raise exception 'too many people ask for their data in one day' using errcode = 'CH429', detail = '3600'; end if;
	end if;
	insert into data_part (request_id, accompaniment_id, organization_id, member_id)
	select new.id, new.accompaniment_id, new.organization_id, w.member_id from (
		select a.lead_id as member_id from accompaniment a where a.id = new.accompaniment_id and a.lead_id is not null
		union select c.member_id from colleague c where c.accompaniment_id = new.accompaniment_id and (c.until is null or c.until > now())) w
	where walks_today(w.member_id, new.accompaniment_id);
	return null; end $$;
create function tell_new_lead() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	insert into data_part (request_id, accompaniment_id, organization_id, member_id)
	select r.id, r.accompaniment_id, r.organization_id, new.lead_id from data_request r
	where r.accompaniment_id = new.id and r.what = 'memos'
	and not exists (select from data_part p where p.request_id = r.id and (p.answer is not null or p.member_id = new.lead_id))
	and walks_today(new.lead_id, new.id);
	return null; end $$;

-- Coordination sees the month, by the reference she holds, and who is to answer: no name of hers, no text, not whether there is a memo.
create function memo_requests() returns table (id uuid, reference text, said_on date, due_on date, awaited text[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare shut uuid[] := kept_from(); begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	return query select r.id, right(r.accompaniment_id::text, 12), r.said_on, (r.said_on + interval '1 month')::date,
		array (select m.first_name from data_part p join member m on m.id = p.member_id where p.request_id = r.id and p.answer is null order by fold(m.first_name), m.id)
	from data_request r join accompaniment a on a.id = r.accompaniment_id
	where r.organization_id = my_organization() and r.what = 'memos' and a.person_id <> all (shut) and a.ended_how is distinct from 'death'
	and (not exists (select from data_part p where p.request_id = r.id) or exists (select from data_part p where p.request_id = r.id and p.answer is null))
	order by r.said_on, r.id; end $$;

grant delete on exclusion to cheminer_wall;
create policy wall_lifts on exclusion for delete to cheminer_wall using (true);
grant select on data_part to cheminer_wall;
create policy wall_reads on data_part for select to cheminer_wall using (true);
do $$ declare f text; begin
	foreach f in array array['she_unnames(uuid, uuid, text)', 'she_takes_view_back(uuid)', 'she_excludes(uuid)', 'she_lifts(uuid)', 'her_exclusions()',
		'her_desk_words()', 'walks_today(uuid, uuid)', 'tell_new_lead()', 'memo_requests()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function she_unnames(uuid, uuid, text), she_takes_view_back(uuid), she_excludes(uuid), she_lifts(uuid), her_exclusions(), her_desk_words() to cheminer_person;
grant execute on function memo_requests() to cheminer_app;
set role cheminer_owner;
create trigger tell_new_lead after update of lead_id on accompaniment for each row
	when (new.lead_id is not null and new.lead_id is distinct from old.lead_id) execute function tell_new_lead();
