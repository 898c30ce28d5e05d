-- Copies kept elsewhere (docs/decisions/0035): what they take along besides, and when the last one was made.
set role cheminer_owner;

-- What was being typed is somebody's work, sealed with the person's own key: it goes along. So do the one-time keys of forms: a form sent
-- before the archive, and sent again after it came back, is still done once.
do $$ declare t text; begin
	foreach t in array array['draft', 'form_key'] loop
		execute format('grant select on %I to cheminer_backup', t);
		execute format('create policy archive on %I for select to cheminer_backup using (true)', t);
	end loop;
end $$;

create table archive (
	made_at timestamptz primary key,
	bytes bigint not null,
	lines bigint not null
);
comment on table archive is 'Each archive that was written whole, read again and found good: when, how long, how many rows. Kept a year; a restored database begins anew.';
call guard('archive', archived => false);
grant select (made_at) on archive to cheminer_app, cheminer_jobs;
create policy see on archive for select to cheminer_app, cheminer_jobs using (true);
