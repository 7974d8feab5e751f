"""Every guard that is taken away in turn: on the tablet first, on the server after it."""

from tests.guards.guard import Guard

TABLET = "inspect_app/web/frontend/tablet"
LINE = "tests/browser/test_tablet_line.py::test_"
STORAGE = "tests/browser/test_tablet_storage.py::test_"
PEOPLE = "tests/browser/test_tablet_people.py::test_"
FILLING = "tests/browser/test_tablet_filling.py::test_"
RELEASES = "tests/browser/test_tablet_releases.py::test_"
PHOTOS = "tests/browser/test_tablet_photos.py::test_"
FITNESS = "tests/browser/test_tablet_fitness.py::test_"

ON_THE_TABLET = (
    Guard(
        "A new release waits until it is taken",
        "inspect_app/web/frontend/tablet_worker.ts",
        "event.waitUntil(keepShell())",
        "event.waitUntil(keepShell().then(() => worker.skipWaiting()))",
        f"{RELEASES}a_new_release_waits_until_the_inspector_takes_it_and_loses_no_answer",
    ),
    Guard(
        "The shell is kept for a start without a network",
        "inspect_app/web/frontend/tablet_worker.ts",
        'event.request.method === "GET" && origin',
        'event.request.method === "PUT" && origin',
        f"{LINE}a_visit_that_was_taken_along_opens_in_a_browser_started_without_a_network",
    ),
    Guard(
        "What is typed is kept before a new release is taken",
        f"{TABLET}/door/release.ts",
        "take.disabled = await this.leave();",
        "take.disabled = true;",
        f"{RELEASES}a_new_release_that_cannot_be_taken_says_why_and_what_to_do",
    ),
    Guard(
        "A text takes the room that is kept for it on a full disk",
        f"{TABLET}/store/database.ts",
        "await this.reserve.writeInstead(steps, error);",
        "throw error;",
        f"{STORAGE}texts_take_the_room_that_is_kept_for_them_and_photos_wait_until_it_is_there_again",
    ),
    Guard(
        "A photo never takes the room that is kept for texts",
        f"{TABLET}/store/database.ts",
        "const bulky = steps.some(isBulky);",
        "const bulky = false;",
        f"{STORAGE}texts_take_the_room_that_is_kept_for_them_and_photos_wait_until_it_is_there_again",
    ),
    Guard(
        "A loss is remembered outside the store",
        f"{TABLET}/store/canary.ts",
        "return [...known.values()].filter((trace) => !there.has(trace.device));",
        "return [];",
        f"{STORAGE}a_store_that_the_browser_threw_away_is_shouted_here_and_told_to_the_server",
    ),
    Guard(
        "The cookie stands for the local storage",
        f"{TABLET}/store/canary.ts",
        "[...fromCookie(), ...fromStorage()]",
        "[...fromStorage()]",
        f"{STORAGE}a_loss_is_noticed_even_when_the_browser_forgot_half_of_its_marks",
    ),
    Guard(
        "A revoked tablet is wiped only after what stands on its screen is at the server",
        f"{TABLET}/sending/sender.ts",
        "|| !(await this.keepTyped())",
        "",
        f"{PEOPLE}a_revoked_tablet_is_not_wiped_before_what_is_being_typed_on_it_is_at_the_server",
    ),
    Guard(
        "A write that the disk refused is heard",
        f"{TABLET}/store/database.ts",
        "transaction.onabort = () => reject(reasonOf(transaction.error));",
        "transaction.onerror = () => reject(reasonOf(transaction.error));",
        f"{STORAGE}a_full_disk_refuses_the_photo_and_keeps_every_answer",
    ),
    Guard(
        "A store that was thrown away is not begun anew unseen",
        f"{TABLET}/store/database.ts",
        "if ([...this.devices].some((device) => !there.has(device))) {",
        "if (device && !persons) {",
        f"{STORAGE}a_store_cleared_under_an_open_page_is_shouted_and_nothing_is_called_kept",
    ),
    Guard(
        "A lost connection to the store is made again",
        f"{TABLET}/store/database.ts",
        "this.inner.onclose = () => (this.lost = true);",
        "this.inner.onclose = null;",
        f"{STORAGE}a_connection_to_the_store_that_the_browser_lost_is_made_again",
    ),
    Guard(
        "An older window gives way to a newer shape of the store",
        f"{TABLET}/store/database.ts",
        "      this.inner.close();\n",
        "",
        f"{STORAGE}a_window_of_an_older_shape_of_the_store_steps_aside",
    ),
    Guard(
        "One window at a time",
        f"{TABLET}/door/only_window.ts",
        "navigator.locks.request(`inspect-tablet/${device}`",
        "navigator.locks.request(`inspect-tablet/${Math.random()}`",
        f"{STORAGE}a_second_window_writes_nothing_until_the_first_is_closed",
    ),
    Guard(
        "The page opens again where it died",
        f"{TABLET}/sheet/sheet.ts",
        "(last && this.book.bundle.items[last]) || this.book.standing.next()",
        "this.book.standing.next()",
        f"{STORAGE}after_a_crash_the_visit_opens_where_the_inspector_was",
    ),
    Guard(
        "Typing is written after half a second",
        f"{TABLET}/sheet/writing.ts",
        "const QUIET = 500;",
        "const QUIET = 500_000;",
        f"{FILLING}typing_is_written_after_a_quiet_moment_as_one_change",
    ),
    Guard(
        "A letter that is being composed is not written",
        f"{TABLET}/sheet/writing.ts",
        "    if (this.composing) return;\n",
        "",
        f"{RELEASES}a_decomposed_text_is_the_same_text_and_half_composed_letters_are_not_kept",
    ),
    Guard(
        "Half an hour locks",
        f"{TABLET}/door/idle.ts",
        "const LIMIT = 30 * 60_000;",
        "const LIMIT = 300 * 60_000;",
        f"{PEOPLE}half_an_hour_without_a_touch_locks_and_keeps_what_was_being_typed",
    ),
    Guard(
        "A receipt is for these bytes",
        f"{TABLET}/store/change_log.ts",
        "if (line && line.sha256 === receipt.sha256)",
        "if (line)",
        f"{LINE}a_receipt_for_other_bytes_is_no_receipt",
    ),
    Guard(
        "Only the server's own protocol is understood",
        f"{TABLET}/sending/line.ts",
        "body?.protocol !== PROTOCOL",
        "body === undefined",
        f"{LINE}a_reply_that_does_not_name_the_protocol_is_no_receipt",
    ),
    Guard(
        "A network that comes back during an attempt is used",
        f"{TABLET}/sending/sender.ts",
        "if (delay === 0 && this.running) this.wanted = true;",
        "if (delay === 0 && this.running) return;",
        f"{LINE}a_network_that_comes_back_during_a_failing_attempt_is_used_at_once",
    ),
    Guard(
        "A bad line is tried often",
        f"{TABLET}/sending/sender.ts",
        "const [SHORTEST, LONGEST] = [5_000, 30_000];",
        "const [SHORTEST, LONGEST] = [5_000, 24 * 3_600_000];",
        f"{LINE}a_line_that_is_up_for_three_seconds_of_twenty_is_enough",
    ),
    Guard(
        "A new epoch makes the tablet offer everything again",
        f"{TABLET}/sending/sender.ts",
        "if (epoch && epoch !== this.notebook.self.epoch)",
        "if (!epoch)",
        f"{RELEASES}a_server_restored_from_a_backup_gets_back_what_it_lost",
    ),
    Guard(
        "A gap is filled from the tablet",
        f"{TABLET}/sending/sender.ts",
        "this.notebook.changes.offerAgain(expected)",
        "this.notebook.changes.offerAgain(expected + 1_000)",
        f"{RELEASES}a_database_put_back_by_hand_is_filled_from_where_it_lacks",
    ),
    Guard(
        "A photo is drawn anew before it is kept",
        f"{TABLET}/store/own_notebook.ts",
        "const bytes = await shrink(picture);",
        "const bytes = new Uint8Array(await picture.arrayBuffer()) as Bytes;\n    void shrink;",
        f"{PHOTOS}the_place_and_the_camera_of_a_photo_stay_behind",
    ),
    Guard(
        "A photo goes on where it was cut",
        f"{TABLET}/sending/photos_out.ts",
        "answer = await this.put(photo.photo, bytes, answer.body.offset ?? 0);",
        "answer = await this.put(photo.photo, bytes, 0);",
        f"{PHOTOS}a_photo_goes_on_from_the_byte_where_the_line_was_cut",
    ),
    Guard(
        "An iPad without the home screen is refused",
        f"{TABLET}/door/fitness.ts",
        "apple && !standalone",
        "!apple && standalone",
        f"{FITNESS}an_ipad_takes_nothing_along_before_the_page_is_on_its_home_screen",
    ),
    Guard(
        "A window within another app is refused",
        f"{TABLET}/door/fitness.ts",
        "if (IN_AN_APP.test(agent))",
        "if (!agent)",
        f"{FITNESS}a_window_within_another_app_is_sent_to_the_browser",
    ),
)

EFFECTS = "inspect_app/fieldwork/operations"
ON_THE_SERVER = (
    Guard(
        "The same bytes get the same receipt",
        f"{EFFECTS}/receiving.py",
        "if before is not None and before.sha256 == wire.sha256:",
        "if before is not None and wire.sequence < 0:",
        f"{LINE}a_line_that_is_cut_anywhere_leaves_exactly_one_answer",
    ),
    Guard(
        "A number that comes with other bytes is told",
        f"{EFFECTS}/receiving.py",
        "if before is not None or wire.id in batch.foreign or wire.sequence in batch.numbers:",
        "if before is not None or wire.id in batch.foreign:",
        f"{LINE}other_bytes_under_the_number_of_a_change_are_told_and_both_are_kept",
    ),
    Guard(
        "A gap is asked for",
        f"{EFFECTS}/receiving.py",
        "return wanted if fresh and min(wire.sequence for wire in fresh) > wanted else None",
        "return None",
        f"{RELEASES}a_database_put_back_by_hand_is_filled_from_where_it_lacks",
    ),
    Guard(
        "A form's refusal goes to the shelf alone",
        f"{EFFECTS}/effects/answers.py",
        'return shelved("invalid", broken.message)',
        "raise",
        f"{LINE}one_answer_that_the_form_refuses_holds_up_no_other",
    ),
    Guard(
        "What stands is not written over unseen",
        f"{EFFECTS}/effects/answers.py",
        "if present is not None and met is Meeting.CONFLICT:",
        "if present is None and met is Meeting.CONFLICT:",
        f"{PEOPLE}two_answers_to_the_same_item_stand_side_by_side_until_the_lead_decides",
    ),
    Guard(
        "Who is off the team is held for a decision",
        f"{EFFECTS}/letting_through.py",
        "return not is_on_team(incoming.actor, incoming.visit)",
        "return False",
        f"{PEOPLE}who_was_taken_from_the_team_while_away_loses_no_answer",
    ),
    Guard(
        "What a revoked tablet brings is held for a decision",
        f"{EFFECTS}/letting_through.py",
        "return incoming.device.revoked_at is not None",
        "return False",
        f"{PEOPLE}a_revoked_tablet_gives_what_it_holds_and_only_then_is_wiped",
    ),
    Guard(
        "Another version of the checklist is held for a decision",
        f"{EFFECTS}/letting_through.py",
        "return told != (incoming.visit.checklist_code, incoming.visit.checklist_version)",
        "return not told",
        f"{RELEASES}answers_to_a_checklist_that_the_visit_no_longer_has_are_held_and_none_lands_at_another_item",
    ),
    Guard(
        "An answer is taken only for the question that was answered",
        "inspect_app/fieldwork/matters.py",
        "return obstacle_of(session, held.change)",
        "return None",
        "tests/fieldwork/test_other_checklists.py::test_an_answer_is_never_taken_for_a_question_that_was_not_answered",
    ),
    Guard(
        "What was written by another version fills no item",
        f"{TABLET}/sheet/book.ts",
        "item && this.isAsked(entry)",
        "item",
        f"{RELEASES}what_was_written_by_another_version_fills_no_item_of_the_new_one",
    ),
    Guard(
        "A tablet's key is opened for its own person",
        f"{EFFECTS}/recovery.py",
        "    may_speak_for_device.require(actor, device)\n",
        "",
        f"{PEOPLE}nobody_else_gets_the_key_of_a_shared_tablet",
    ),
    Guard(
        "Signing out leaves the store alone",
        "inspect_app/accounts/sign_in.py",
        '\'"cache", "cookies"\'',
        '\'"cache", "cookies", "storage"\'',
        f"{PEOPLE}signing_out_leaves_unsent_work_and_no_word_of_the_person",
    ),
)

GUARDS = ON_THE_TABLET + ON_THE_SERVER
