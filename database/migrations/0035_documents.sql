-- Files, sealed in pieces, and what they are kept for: documents that she keeps or shows, or that somebody adds for her; and a paper that she
-- does not understand. What is hers alone exists for nobody else: no row, no line, no count.
set role cheminer_owner;

create table file (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	author_id uuid default me(),
	bytes int not null check (bytes between 1 and 10485760),
	sealed text not null,
	created_at timestamptz not null default now(),
	unique (accompaniment_id, id),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table file is 'A file about her: {type, pieces}, sealed; its name stands with what it is kept for. Read like that: each subject that keeps files adds a policy of its own.';
comment on column file.author_id is 'Who added it; null when she did, in her own space.';
create index on file (accompaniment_id);

create table file_piece (
	file_id uuid not null references file on delete cascade,
	position int not null check (position >= 0),
	body bytea not null,
	primary key (file_id, position)
);
comment on table file_piece is 'At most 256 kB of a file, sealed with her key for this file, this position and this number of pieces (decisions 20).';
-- Sealed bytes do not pack.
alter table file_piece alter body set storage external;

call guard('file');
call guard('file_piece');
create trigger keep_hers before insert on file for each row when (new.organization_id is null) execute function keep_hers();
grant select on file to cheminer_wall;
create policy wall_reads on file for select to cheminer_wall using (true);

-- She reads every file about her, and writes and erases her own.
grant select, insert (id, accompaniment_id, bytes, sealed), delete on file to cheminer_person;
create policy hers on file for select to cheminer_person using (accompaniment_id = any (array (select her_files())));
create policy hers_to_keep on file for insert to cheminer_person with check (author_id is null and she_may_write(accompaniment_id));
create policy hers_to_erase on file for delete to cheminer_person using (author_id is null and accompaniment_id = any (array (select her_files())));

-- Whoever adds a file reads it and takes it away; anybody else as the subject says that it is kept for.
grant select, insert (id, accompaniment_id, bytes, sealed), delete on file to cheminer_app;
create policy mine on file for select to cheminer_app using (author_id = me() and accompaniment_id = any (array (select reach())));
create policy keep on file for insert to cheminer_app
	with check (organization_id = (select my_organization()) and author_id = me() and may_write(accompaniment_id));
create policy take_away on file for delete to cheminer_app
	using (author_id = me() and accompaniment_id = any (array (select reach())) and may_write(accompaniment_id));

-- Pieces are read like their file, and made with it: none is added to a file of before.
grant select, insert on file_piece to cheminer_app, cheminer_person;
create policy see on file_piece for select to cheminer_app using (file_id = any (array (select f.id from file f)));
create policy hers on file_piece for select to cheminer_person using (file_id = any (array (select f.id from file f)));
create policy keep on file_piece for insert to cheminer_app
	with check (exists (select from file f where f.id = file_id and f.author_id = me() and f.created_at = now()));
create policy hers_to_keep on file_piece for insert to cheminer_person
	with check (exists (select from file f where f.id = file_id and f.author_id is null and f.created_at = now()));

grant select on file, file_piece to cheminer_export;

-- How much room is taken in one part of her pathway: by her, asked by herself; by practitioners, asked by one. Whoever asks next waits for the
-- first to be done. What is hers is never counted for anybody else.
create function files_of_part(wanted uuid) returns bigint language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare hers boolean := her() is not null; begin
	if not (hers and she_may_write(wanted) or not hers and may_write(wanted)) then return null; end if;
	perform pg_advisory_xact_lock(hashtextextended('files ' || wanted || hers, 0));
	return (select coalesce(sum(f.bytes), 0) from file f where f.accompaniment_id = wanted and (f.author_id is null) = hers); end $$;
alter function files_of_part(uuid) owner to cheminer_wall;
set role cheminer_wall;
grant execute on function files_of_part(uuid) to cheminer_app, cheminer_person;
set role cheminer_owner;

-- A paper that she keeps, alone or shown to some of those who walk with her in this part; or that one of them adds to her file for her.
create table document (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	author_id uuid default me(),
	file_id uuid not null unique,
	sealed text not null,
	version int not null default 1,
	created_at timestamptz not null default now(),
	changed_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	foreign key (accompaniment_id, file_id) references file (accompaniment_id, id) on delete cascade
);
comment on table document is 'A paper of hers: {name}, sealed, and its file. Written by herself it is hers alone until she names somebody, and again once she names nobody.';
comment on column document.author_id is 'Who added it for her; null when she did, in her own space.';
create index on document (accompaniment_id);
create index on document (accompaniment_id, file_id);

create table document_reader (
	document_id uuid not null references document on delete cascade,
	member_id uuid not null references member,
	added_at timestamptz not null default now(),
	added_by uuid default me(),
	primary key (member_id, document_id)
);
comment on table document_reader is 'Who of those who walk with her reads a document, besides whoever added it and herself. She names them and takes it back, also of what was added for her.';
create index on document_reader (document_id);

-- "Un papier que je ne comprends pas": what she sends to one of those who walk with her, and what it says in plain words.
create table letter (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	author_id uuid default me(),
	to_member_id uuid not null references member,
	file_id uuid references file on delete set null,
	sealed text not null,
	answer text,
	answered_at timestamptz,
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	check ((answer is null) = (answered_at is null))
);
comment on table letter is 'A paper that she does not understand: {question} and, once it was read, the answer in plain words {text}, both sealed. Read by herself and by whom she asked, nobody else. She takes it back until it is answered.';
comment on column letter.author_id is 'Who noted it when she brought it to the desk; null when she sent it herself.';
create index on letter (accompaniment_id);
create index on letter (to_member_id) where answer is null;
create index on letter (file_id);

do $$ declare t text; begin
	foreach t in array array['document', 'document_reader', 'letter'] loop
		call guard(t::regclass);
		execute format('grant select on %I to cheminer_wall, cheminer_export', t);
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
	end loop;
end $$;
create trigger keep_hers before insert on document for each row when (new.organization_id is null) execute function keep_hers();
create trigger keep_hers before insert on letter for each row when (new.organization_id is null) execute function keep_hers();

create function named_with_document() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return query select r.document_id from document_reader r where r.member_id = me(); end $$;
-- I added it, and walk with her still.
create function added_document(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return exists (select from document d where d.id = wanted and d.author_id = me() and may_write(d.accompaniment_id)); end $$;
create function may_read_document(reader uuid, wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return exists (select from document d where d.id = wanted and walks_today(reader, d.accompaniment_id)); end $$;
do $$ declare f text; begin
	foreach f in array array['named_with_document()', 'added_document(uuid)', 'may_read_document(uuid, uuid)'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function named_with_document(), added_document(uuid), may_read_document(uuid, uuid) to cheminer_app;
set role cheminer_owner;

-- Staff: what I added, and what I am named with, where I walk with her.
grant select, insert (id, accompaniment_id, file_id, sealed), update (sealed, version, changed_at) on document to cheminer_app;
create policy see on document for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (author_id = me() or id = any (array (select named_with_document()))));
create policy add on document for insert to cheminer_app
	with check (organization_id = (select my_organization()) and author_id = me() and may_write(accompaniment_id)
		and exists (select from file f where f.id = file_id and f.author_id = me()));
create policy rename on document for update to cheminer_app
	using (author_id = me() and accompaniment_id = any (array (select reach()))) with check (may_write(accompaniment_id));
grant select, insert (document_id, member_id), delete on document_reader to cheminer_app;
create policy see on document_reader for select to cheminer_app using (document_id = any (array (select d.id from document d)));
create policy name on document_reader for insert to cheminer_app with check (added_document(document_id) and may_read_document(member_id, document_id));
create policy untick on document_reader for delete to cheminer_app
	using (document_id = any (array (select d.id from document d)) and added_document(document_id));
create policy documents on file for select to cheminer_app using (id = any (array (select d.file_id from document d)));

-- Hers.
grant select, insert (id, accompaniment_id, file_id, sealed), update (sealed, version, changed_at) on document to cheminer_person;
create policy hers on document for select to cheminer_person using (accompaniment_id = any (array (select her_files())));
create policy hers_to_add on document for insert to cheminer_person
	with check (author_id is null and she_may_write(accompaniment_id) and exists (select from file f where f.id = file_id and f.author_id is null));
create policy hers_to_rename on document for update to cheminer_person
	using (author_id is null and accompaniment_id = any (array (select her_files()))) with check (author_id is null);
grant select, insert (document_id, member_id), delete on document_reader to cheminer_person;
create policy hers on document_reader for select to cheminer_person using (document_id = any (array (select d.id from document d)));
create policy hers_to_name on document_reader for insert to cheminer_person
	with check (exists (select from document d where d.id = document_id and she_may_write(d.accompaniment_id) and walks_with_her(member_id, d.accompaniment_id)));
create policy hers_to_take_back on document_reader for delete to cheminer_person using (document_id = any (array (select d.id from document d)));

-- A letter: she and whom she asked.
grant select, insert (id, accompaniment_id, to_member_id, file_id, sealed, answer, answered_at), update (answer, answered_at) on letter to cheminer_app;
create policy see on letter for select to cheminer_app using (to_member_id = me() and accompaniment_id = any (array (select reach())));
-- Brought to the desk and read there: noted with what was said.
create policy note on letter for insert to cheminer_app
	with check (organization_id = (select my_organization()) and author_id = me() and to_member_id = me() and answer is not null and may_write(accompaniment_id)
		and (file_id is null or exists (select from file f where f.id = file_id and f.accompaniment_id = letter.accompaniment_id and f.author_id = me())));
create policy answer on letter for update to cheminer_app
	using (to_member_id = me() and answer is null and accompaniment_id = any (array (select reach()))) with check (answer is not null and may_write(accompaniment_id));
create policy letters on file for select to cheminer_app using (id = any (array (select l.file_id from letter l)));
grant select, insert (id, accompaniment_id, to_member_id, file_id, sealed), delete on letter to cheminer_person;
create policy hers on letter for select to cheminer_person using (accompaniment_id = any (array (select her_files())));
create policy hers_to_send on letter for insert to cheminer_person
	with check (author_id is null and answer is null and she_may_write(accompaniment_id) and walks_with_her(to_member_id, accompaniment_id)
		and (file_id is null or exists (select from file f where f.id = file_id and f.accompaniment_id = letter.accompaniment_id and f.author_id is null)));
create policy hers_to_take_back on letter for delete to cheminer_person
	using (author_id is null and answer is null and accompaniment_id = any (array (select her_files())));

-- What was added for her and what was sent are told in the audit, like any change; what she keeps leaves no line. Nobody whom it is not shown to
-- reads there that it exists.
create trigger audit_insert after insert on document for each row when (new.author_id is not null) execute function audit_change();
create trigger audit_update after update on document for each row when (new.author_id is not null) execute function audit_change();
create trigger audit_delete after delete on document for each row when (old.author_id is not null) execute function audit_change();
create trigger audit after insert or update or delete on letter for each row execute function audit_change();
create policy papers on audit as restrictive for select to cheminer_app using (subject not in ('document', 'letter'));

-- What leaves with the organisation: what somebody of it may read. What she keeps for herself stays hers.
create policy take_along on document_reader for select to cheminer_export using (member_id in (select m.id from member m));
create policy take_along on document for select to cheminer_export
	using (organization_id = (select the_organization()) and (author_id is not null or id in (select r.document_id from document_reader r)));
create policy take_along on letter for select to cheminer_export using (organization_id = (select the_organization()));
create policy take_along on file for select to cheminer_export
	using (id in (select d.file_id from document d) or id in (select l.file_id from letter l where l.file_id is not null));
create policy take_along on file_piece for select to cheminer_export using (file_id in (select f.id from file f));

-- Opening a document is a reading of its own, which she sees.
alter table journal drop constraint journal_kind_check,
	add constraint journal_kind_check check (kind in ('pathway', 'export', 'print', 'list', 'search', 'front-desk', 'coordination', 'writing', 'stopped', 'view', 'document'));
