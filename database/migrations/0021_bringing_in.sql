-- Bringing one's own people from a file: the file waits sealed for a day at most, for whoever brought it alone; what came of each line is
-- remembered by a fingerprint, so that the same file twice changes nothing. Nobody new is let into a file: the policies of opening decide.
set role cheminer_owner;

alter table accompaniment add column brought_in_on date;
comment on column accompaniment.brought_in_on is 'The day on which her pathway was made from a file: until a frame is told, she may not know of it (GDPR, art. 14).';
grant insert (brought_in_on) on accompaniment to cheminer_app;

create table bring_in (
	id uuid primary key,
	organization_id uuid not null default my_organization(),
	member_id uuid not null default me(),
	created_at timestamptz not null default now(),
	state text not null default 'waiting' check (state in ('waiting', 'checked', 'done')),
	sealed text not null,
	version int not null default 1,
	foreign key (organization_id, member_id) references member (organization_id, id)
);
comment on table bring_in is 'A file waiting to be brought in, sealed with the installation key: {name, encoding, separator, rows, columns, mapping, check, result}. Gone after a day, whatever became of it.';
create index on bring_in (member_id);

create table bring_in_piece (
	bring_in_id uuid not null references bring_in on delete cascade,
	position int not null,
	sealed text not null,
	primary key (bring_in_id, position)
);
comment on table bring_in_piece is 'Its text, in sealed pieces, until it is brought in or thrown away.';

create table bring_in_progress (
	bring_in_id uuid primary key references bring_in on delete cascade,
	attempt uuid not null,
	moved_at timestamptz not null default clock_timestamp(),
	done int not null default 0,
	total int not null,
	stopped text
);
comment on table bring_in_progress is 'How far the one transaction has come, written beside it; "stopped" is why it did not go on: nothing was stored then.';

create table brought_in (
	member_id uuid not null default me(),
	row_key text not null,
	organization_id uuid not null default my_organization(),
	accompaniment_id uuid not null,
	at timestamptz not null default now(),
	primary key (member_id, row_key),
	foreign key (organization_id, member_id) references member (organization_id, id),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table brought_in is 'Fingerprint (HMAC) of a line that was brought in by this member, and the pathway made of it: the same line again is left aside. Her changes are in the audit, with the pathway''s.';
create index on brought_in (accompaniment_id);

call guard('bring_in', archived => false);
call guard('bring_in_piece', archived => false);
call guard('bring_in_progress', archived => false);
call guard('brought_in');

-- Whoever brought a file, as long as she practises here: no colleague, no administrator.
grant select, insert (id, sealed), update (state, sealed, version), delete on bring_in to cheminer_app;
create policy mine on bring_in to cheminer_app
	using (member_id = me() and organization_id = (select my_organization()) and (select i_am('practitioner')))
	with check (member_id = me() and organization_id = (select my_organization()) and (select i_am('practitioner')));
create trigger audit after insert or update or delete on bring_in for each row execute function audit_change();

do $$ declare t text; begin
	foreach t in array array['bring_in_piece', 'bring_in_progress'] loop
		execute format('create policy mine on %I to cheminer_app using (bring_in_id in (select b.id from bring_in b)) with check (bring_in_id in (select b.id from bring_in b))', t);
	end loop;
end $$;
grant select, insert (bring_in_id, position, sealed), delete on bring_in_piece to cheminer_app;
grant select, insert (bring_in_id, attempt, total), update (attempt, moved_at, done, total, stopped) on bring_in_progress to cheminer_app;

grant select, insert (row_key, accompaniment_id) on brought_in to cheminer_app;
create policy mine on brought_in for select to cheminer_app using (member_id = me() and organization_id = (select my_organization()));
create policy bring on brought_in for insert to cheminer_app
	with check (member_id = me() and organization_id = (select my_organization()) and (select i_am('practitioner')) and may_write(accompaniment_id));

grant select (id, created_at), delete on bring_in to cheminer_jobs;
create policy clear on bring_in to cheminer_jobs using (created_at < now() - interval '1 day');
