-- A transaction about one file sees that file alone: the wall asks whether it is mine once, rather than listing everything in my reach for each
-- table a page reads. The setting only narrows: what is named in it must be in reach like anything else (docs/decisions/0032).
set role cheminer_wall;

create function the_file() returns uuid language sql stable set search_path = public, pg_temp as
$$ select nullif(current_setting('app.file', true), '')::uuid $$;
grant execute on function the_file() to cheminer_app;

create or replace function reach() returns setof uuid language plpgsql stable security definer rows 100 set search_path = public, pg_temp as $$
declare mine uuid; here uuid; kept_from uuid[]; alone uuid := the_file(); begin
	if alone is not null then
		if in_reach(alone) then return next alone; end if;
		return;
	end if;
	select m.id, m.organization_id, array (select e.person_id from exclusion e where e.account_id = m.account_id) into mine, here, kept_from
	from member m where m.id = me() and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles);
	if mine is null then return; end if;
	return query
	select a.id from accompaniment a where a.lead_id = mine and a.organization_id = here and a.person_id <> all (kept_from)
	union all
	select a.id from colleague c join accompaniment a on a.id = c.accompaniment_id and a.organization_id = here
	where c.member_id = mine and (c.until is null or c.until > now()) and a.person_id <> all (kept_from); end $$;

-- Which texts I am named with: of that file alone, or of all. The key of the reader tables is (member, text).
create or replace function named_with() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	if the_file() is null then return query select r.note_id from note_reader r where r.member_id = me();
	else return query select n.id from note n join note_reader r on r.note_id = n.id and r.member_id = me() where n.accompaniment_id = the_file();
	end if; end $$;
