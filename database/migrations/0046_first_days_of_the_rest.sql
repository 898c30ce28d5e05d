-- A card in its first days (0037) opens of messages, papers and what she keeps what whoever gave it reads himself, and what she wrote since.
set role cheminer_owner;
create function her_first_messages() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select m.id from her_young_cards() y join message m on m.accompaniment_id = y.file
		where m.author_id = y.giver or m.author_id is null and m.created_at >= y.since
		or exists (select from message_reader r where r.message_id = m.id and r.member_id = y.giver); end $$;
create function her_first_documents() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select d.id from her_young_cards() y join document d on d.accompaniment_id = y.file
		where d.author_id = y.giver or d.author_id is null and d.created_at >= y.since
		or exists (select from document_reader r where r.document_id = d.id and r.member_id = y.giver); end $$;
create function her_first_letters() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select l.id from her_young_cards() y join letter l on l.accompaniment_id = y.file
		where y.giver in (l.to_member_id, l.author_id) or l.author_id is null and l.created_at >= y.since; end $$;
create function her_first_files() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select f.id from her_young_cards() y join file f on f.accompaniment_id = y.file
		where f.author_id = y.giver or f.author_id is null and f.created_at >= y.since
	union select d.file_id from document d where d.id = any (array (select her_first_documents()))
	union select l.file_id from letter l where l.id = any (array (select her_first_letters()))
	union select x from message m, unnest(array[m.voice_id, m.file_id]) x where m.id = any (array (select her_first_messages())); end $$;
do $$ declare f text; begin
	foreach f in array array['her_first_messages()', 'her_first_documents()', 'her_first_letters()', 'her_first_files()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function her_first_messages(), her_first_documents(), her_first_letters(), her_first_files() to cheminer_person;
set role cheminer_owner;
call guard_first_days('message', 'id = any (array (select her_first_messages()))');
call guard_first_days('message_reader', 'message_id = any (array (select her_first_messages()))');
call guard_first_days('message_read', 'message_id = any (array (select her_first_messages()))');
call guard_first_days('document', 'id = any (array (select her_first_documents()))');
call guard_first_days('letter', 'id = any (array (select her_first_letters()))');
call guard_first_days('file', 'id = any (array (select her_first_files()))');
-- A card that is not settled names nobody who helps, and shows nobody whom she named before.
call guard_first_days('helper', 'false');
create policy not_in_first_days on helper as restrictive for insert to cheminer_person
	with check (accompaniment_id <> all (array (select her_young_files())));
