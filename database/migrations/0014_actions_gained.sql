-- Actions beyond an interview: their words put right with the former ones kept, and what is the same thing as before, so that what was
-- gained can be said in a sentence.
set role cheminer_owner;

comment on table action is 'What someone does before next time: {text, who, called}. "who" names someone else who does it ("la crèche"); "called" is what the thing is called when it comes back ("le portail"). Read like the note it was born in, else like its goal, and by whoever holds the promise.';
comment on table goal is 'Where she wants to go: {domain, state}; its words stand in goal_wording. "domain" is a family of needs or null (work is one among others) and is sealed; "state" repeats the clear column, so that a former version is whole. The four states are equally calm.';
comment on table goal_step is 'A small step in her words: {text, doneOn, help, called}; doneOn and help repeat clear columns, so that a former version is whole.';

-- "C’est la même chose qu’en mars": said by people in one gesture, never guessed from words. An action or a step of the same file.
alter table action add column same_as uuid check (same_as <> id);
alter table goal_step add column same_as uuid check (same_as <> id);
comment on column action.same_as is 'An earlier action or step that this is the same as: what was gained between the two is told in a sentence, never in a figure.';
grant update (same_as) on action, goal_step to cheminer_app;

-- It runs as its caller: what is tied is what he reads, and a refusal tells nothing of the rest.
create function keep_same_thing() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	if me() is null or new.same_as is null or new.same_as is not distinct from old.same_as then return new; end if;
	if not exists (select from action t where t.id = new.same_as and t.accompaniment_id = new.accompaniment_id)
		and not exists (select from goal_step t where t.id = new.same_as and t.accompaniment_id = new.accompaniment_id) then
		raise exception 'the same thing stands in the same file' using errcode = '42501';
	end if;
	return new; end $$;
create trigger keep_same_thing before update of same_as on action for each row execute function keep_same_thing();
create trigger keep_same_thing before update of same_as on goal_step for each row execute function keep_same_thing();

-- Former words of an action are kept by the database itself, beside former answers, which the application keeps: two subjects, so that one
-- version may leave both behind. Read like the action: by whoever reads its note, else its goal, else by everyone in reach.
alter table revision drop constraint revision_subject_check,
	add constraint revision_subject_check
		check (subject in ('note', 'action', 'action_words', 'profile', 'frame', 'interview', 'need', 'need_voice', 'goal', 'goal_step'));
create function keep_former_words() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if new.version <> old.version + 1 then
		raise exception 'a change is the next version of itself' using errcode = '23514';
	end if;
	insert into revision (id, accompaniment_id, note_id, goal_id, subject, row_id, row_version, sealed, author_id, replaced_by)
	values (gen_random_uuid(), old.accompaniment_id, old.note_id, case when old.note_id is null then old.goal_id end, 'action_words', old.id, old.version, old.sealed,
		coalesce((select r.replaced_by from revision r where r.subject = 'action_words' and r.row_id = old.id order by r.row_version desc limit 1), old.author_id), me());
	return new; end $$;
alter function keep_former_words() owner to cheminer_wall;
create trigger keep_former_words before update of sealed on action for each row when (new.sealed is distinct from old.sealed) execute function keep_former_words();

-- A goal that I do not read is not taken away from an action, which would lose a colleague's line.
create or replace function keep_goal() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	if me() is null or new.goal_id is not distinct from old.goal_id then return new; end if;
	if old.goal_id is not null and (old.note_id is null or not reads_goal(old.goal_id)) or new.goal_id is not null and not reads_goal(new.goal_id) then
		raise exception 'this action keeps its goal' using errcode = '42501';
	end if;
	return new; end $$;
