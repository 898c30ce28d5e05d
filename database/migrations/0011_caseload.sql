-- The caseload reads one table; what it needs beside it is my own place with each person.
set role cheminer_owner;

-- Where I am named today, and how: my own rows alone, so that no reach needs to be worked out for them. Said once for each
-- accompaniment: being named counts before covering.
create function my_places() returns table (accompaniment_id uuid, kind text, until timestamptz)
language plpgsql stable security definer rows 10 set search_path = public, pg_temp as $$ begin return query
	select distinct on (c.accompaniment_id) c.accompaniment_id, c.kind, c.until from colleague c
	where c.member_id = me() and (c.until is null or c.until > now())
	order by c.accompaniment_id, c.kind desc; end $$;
alter function my_places() owner to cheminer_wall;
set role cheminer_wall;
grant execute on function my_places() to cheminer_app;
set role cheminer_owner;
