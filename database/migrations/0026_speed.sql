-- How many searches an account asks for is counted by ten minutes and forgotten after a day: not worth waiting for the disk at each search. What is
-- written beside it in the same transaction still is; after a crash the count begins again, while the journal knows every file that was opened.
set role cheminer_owner;
alter table reading_pace set unlogged;

-- Each of these is the beginning of another index of its table, which answers the same questions: one less to keep at each line that is written.
drop index note_accompaniment_id_idx, need_accompaniment_id_idx, goal_accompaniment_id_idx, view_request_accompaniment_id_idx;
