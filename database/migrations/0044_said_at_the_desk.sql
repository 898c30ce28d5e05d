-- No screen at all: what she does in her space is said at the desk as well, and noted as hers by whoever walks with her. And nobody is left
-- without an answer: what coordination cannot answer, an administrator answers.
set role cheminer_owner;

-- Her right to read the memos about her, asked by word of mouth: the same request, the same month.
grant insert (what) on data_request to cheminer_app;

-- A step she is proud of, outside a meeting; taken back by whoever noted it.
grant insert (id, accompaniment_id, on_day, sealed), delete on her_step to cheminer_app;
create policy note on her_step for insert to cheminer_app
	with check (noted_by = me() and organization_id = (select my_organization()) and may_write(accompaniment_id));
create policy take_back on her_step for delete to cheminer_app using (noted_by = me() and accompaniment_id = any (array (select reach())));

-- "Je ne comprends pas cet accès", said at the desk about one line of the journal. Whoever noted it reads the answer, to tell it to her; he reads
-- no question that she asked herself.
alter table reading_question add noted_by uuid default me() references member;
comment on column reading_question.noted_by is 'Who noted it when she asked at the desk; null when she did in her own space.';
alter policy hers_to_ask on reading_question
	with check (answer is null and noted_by is null and accompaniment_id = any (array (select her_files()))
		and exists (select from journal j where j.id = journal_id and j.accompaniment_id = reading_question.accompaniment_id and j.kind <> 'helper'));
grant select (id, accompaniment_id, journal_id, sealed, asked_at, answer, answered_at, noted_by), insert (id, accompaniment_id, journal_id, sealed) on reading_question to cheminer_app;
create policy noted on reading_question for select to cheminer_app using (noted_by = me() and accompaniment_id = any (array (select reach())));
alter table reading_question alter organization_id set default my_organization();
create policy note on reading_question for insert to cheminer_app
	with check (answer is null and noted_by = me() and organization_id = (select my_organization()) and may_write(accompaniment_id)
		and exists (select from journal j where j.id = journal_id and j.accompaniment_id = reading_question.accompaniment_id));

-- Nobody answers for his own reading, nor reads what is asked by somebody who keeps him away. Coordination answers; where nobody of coordination
-- may, an administrator does; where he may not either, she is told to whom she can turn.
create function may_answer_reading(wanted uuid, who uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from reading_question q join accompaniment a on a.id = q.accompaniment_id
		join member m on m.id = who and m.organization_id = q.organization_id and (m.ended_at is null or m.ended_at > now())
		where q.id = wanted and m.roles && array['coordination', 'administrator']
		and not exists (select from journal j where j.id = q.journal_id and j.account_id = m.account_id)
		and not exists (select from exclusion e where e.account_id = m.account_id and e.person_id = a.person_id)
		and ('coordination' = any (m.roles) or not exists (select from member c
			where c.organization_id = q.organization_id and c.id <> m.id and 'coordination' = any (c.roles) and (c.ended_at is null or c.ended_at > now())
			and not exists (select from journal j where j.id = q.journal_id and j.account_id = c.account_id)
			and not exists (select from exclusion e where e.account_id = c.account_id and e.person_id = a.person_id)))); end $$;
-- Of her own questions that wait: whether somebody of coordination may answer, an administrator, or nobody.
create function her_question_waits_for() returns table (question_id uuid, waits_for text)
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select q.id, coalesce((select case when 'coordination' = any (m.roles) then 'coordination' else 'administrator' end
		from member m where m.organization_id = q.organization_id and may_answer_reading(q.id, m.id)
		order by ('coordination' = any (m.roles)) desc limit 1), 'nobody')
	from reading_question q where q.answer is null and q.accompaniment_id = any (array (select her_files())); end $$;
-- As before (0029); and those that fall to an administrator, for whoever is one.
create or replace function reading_questions() returns table (id uuid, reference text, sealed text, asked_at timestamptz, looked_at timestamptz, kind text, member_id uuid, answer text, answered_at timestamptz, answered_by uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare shut uuid[] := kept_from(); all_here boolean := i_am('coordination'); begin
	if not all_here and not i_am('administrator') then raise exception 'not coordination' using errcode = '42501'; end if;
	return query select q.id, right(q.accompaniment_id::text, 12), q.sealed, q.asked_at, j.at, j.kind, j.member_id, q.answer, q.answered_at, q.answered_by
	from reading_question q join accompaniment a on a.id = q.accompaniment_id and a.organization_id = q.organization_id left join journal j on j.id = q.journal_id
	where q.organization_id = my_organization() and a.person_id <> all (shut)
	and (all_here or q.answered_by = me() or q.answer is null and may_answer_reading(q.id, me()))
	order by q.answered_at desc nulls first, q.asked_at; end $$;
create or replace function answer_reading_question(wanted uuid, words text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not i_am('coordination') and not i_am('administrator') then raise exception 'not coordination' using errcode = '42501'; end if;
	update reading_question q set answer = words, answered_by = me(), answered_at = now()
	where q.id = wanted and q.organization_id = my_organization() and q.answer is null and may_answer_reading(wanted, me());
	return found; end $$;
alter function may_answer_reading(uuid, uuid) owner to cheminer_wall;
alter function her_question_waits_for() owner to cheminer_wall;
set role cheminer_wall;
grant execute on function her_question_waits_for() to cheminer_person;
set role cheminer_owner;
