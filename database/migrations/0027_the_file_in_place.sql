-- Which file a transaction is about is asked for each table a page reads. Without a search path of its own, the planner writes this one line in
-- place, as it does with me(); it names nothing that a search path could change (docs/decisions/0032).
set role cheminer_wall;

create or replace function the_file() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.file', true), '')::uuid $$;
