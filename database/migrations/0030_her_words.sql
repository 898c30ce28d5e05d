-- Her words beside theirs: what she writes on needs and goals meets what colleagues write at the same time, and each former version knows
-- its own hand.
set role cheminer_owner;

-- Two of the same first name among those who walk with her are told apart by the last name, also where she says who reads.
grant select (last_name) on member to cheminer_person;

-- Two who write about one person wait for each other, she among them: then the second sees what the first wrote.
create function hold_hers(wanted uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	perform from accompaniment a where a.id = wanted and a.id = any (array (select her_files())) for update; end $$;
alter function hold_hers(uuid) owner to cheminer_wall;
set role cheminer_wall;
grant execute on function hold_hers(uuid) to cheminer_person;

-- A version that she wrote over somebody else's has no member behind it: it is not the first author's, it is hers.
create or replace function keep_former() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare former jsonb := to_jsonb(old); hand uuid; begin
	if new.version <> old.version + 1 then
		raise exception 'a change is the next version of itself' using errcode = '23514';
	end if;
	select r.replaced_by into hand from revision r where r.subject = tg_table_name and r.row_id = old.id and r.row_version = old.version - 1;
	if not found then hand := old.author_id; end if;
	insert into revision (id, accompaniment_id, need_id, goal_id, subject, row_id, row_version, sealed, author_id, replaced_by)
	values (gen_random_uuid(), old.accompaniment_id,
		case when tg_table_name = 'need' then old.id when tg_table_name = 'need_voice' then (former ->> 'need_id')::uuid end,
		case when tg_table_name = 'goal' then old.id when tg_table_name = 'goal_step' then (former ->> 'goal_id')::uuid end,
		tg_table_name, old.id, old.version, old.sealed, hand, me());
	return new; end $$;
