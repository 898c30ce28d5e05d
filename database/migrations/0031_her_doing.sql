-- What she does between two meetings: a note she keeps for herself and may show, a step she is proud of, a word that she cannot come.
set role cheminer_owner;

create table her_note (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	shown boolean not null default false,
	sealed text not null,
	version int not null default 1,
	created_at timestamptz not null default now(),
	changed_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table her_note is 'What she wants to say next time: {text}, sealed. Hers alone until she shows it; then those who walk with her read it, and no longer once she hides it. She erases it herself.';
create index on her_note (accompaniment_id);

create table her_step (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	on_day date not null,
	sealed text not null,
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table her_step is '"J''ai avancé", said by herself outside a meeting: {text}, sealed, a stitch of the thread. She may take it back.';
create index on her_step (accompaniment_id);

call guard('her_note');
call guard('her_step');
create trigger keep_hers before insert on her_note for each row when (new.organization_id is null) execute function keep_hers();
create trigger keep_hers before insert on her_step for each row when (new.organization_id is null) execute function keep_hers();

-- Hers: read wherever her cards open; written where she is accompanied. In a file that was closed she still hides and erases.
grant select, insert (id, accompaniment_id, shown, sealed), update (shown, sealed, version, changed_at), delete on her_note to cheminer_person;
grant select, insert (id, accompaniment_id, on_day, sealed), delete on her_step to cheminer_person;
do $$ declare t text; begin
	foreach t in array array['her_note', 'her_step'] loop
		execute format('create policy hers on %I for select to cheminer_person using (accompaniment_id = any (array (select her_files())))', t);
		execute format('create policy hers_to_write on %I for insert to cheminer_person with check (she_may_write(accompaniment_id))', t);
		execute format('create policy hers_to_erase on %I for delete to cheminer_person using (accompaniment_id = any (array (select her_files())))', t);
		execute format('grant select on %I to cheminer_app, cheminer_export', t);
	end loop;
end $$;
create policy hers_to_change on her_note for update to cheminer_person
	using (accompaniment_id = any (array (select her_files()))) with check (not shown or she_may_write(accompaniment_id));

-- Those who walk with her read what she shows; a note that is hers alone leaves no line anywhere, the audit included.
create policy see on her_note for select to cheminer_app using (shown and accompaniment_id = any (array (select reach())));
create policy see on her_step for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy take_along on her_note for select to cheminer_export using (shown and organization_id = (select the_organization()));
create policy take_along on her_step for select to cheminer_export using (organization_id = (select the_organization()));
create trigger audit after insert or update or delete on her_step for each row execute function audit_change();
create trigger audit_insert after insert on her_note for each row when (new.shown) execute function audit_change();
create trigger audit_update after update on her_note for each row when (old.shown or new.shown) execute function audit_change();
create trigger audit_delete after delete on her_note for each row when (old.shown) execute function audit_change();

-- "Je ne peux pas venir", and "finalement, je viens": a word for the practitioner of that appointment, like those of the front desk. The
-- appointment stands until it is moved or released like any other: nothing says afterwards who could not come.
alter table desk_word alter author_id drop not null, alter organization_id set default my_organization();
alter table desk_word drop constraint desk_word_kind_check;
alter table desk_word add constraint desk_word_kind_check check (kind in ('said', 'moved', 'released', 'cannot', 'coming'));
alter table desk_word add constraint desk_word_hers check ((author_id is null) = (kind in ('cannot', 'coming')));
comment on column desk_word.author_id is 'Who passed it on at the front desk; null when she said it herself, in her own space.';
comment on column desk_word.sealed is '{text} when she called, {from} (an instant) when it was moved or will not be; said by herself: {from, text?}, the hour she cannot come and what she proposes.';
comment on column appointment.sealed is '{place, bring?}: where, shown to the front desk too; what to bring, shown to her.';
create trigger keep_hers before insert on desk_word for each row when (new.organization_id is null) execute function keep_hers();
grant select (id, accompaniment_id, appointment_id, kind, sealed, created_at, expires_at, read_at),
	insert (id, accompaniment_id, appointment_id, kind, to_member_id, sealed), delete on desk_word to cheminer_person;
create policy hers on desk_word for select to cheminer_person
	using (kind in ('cannot', 'coming') and expires_at > now() and accompaniment_id = any (array (select her_files())));
create policy hers_to_say on desk_word for insert to cheminer_person
	with check (author_id is null and kind in ('cannot', 'coming') and she_may_write(accompaniment_id)
		and exists (select from appointment p where p.id = appointment_id and p.accompaniment_id = desk_word.accompaniment_id
			and p.member_id = to_member_id and p.state = 'planned' and p.starts_at > now()));
create policy hers_to_take_back on desk_word for delete to cheminer_person
	using (kind in ('cannot', 'coming') and read_at is null and accompaniment_id = any (array (select her_files())));
