/* Tests of push over the link. */
#include "link_test_rig.h"

enum { OLD = 0x51, NEW = 0x71, DATA = 240 };

static uint8_t active_mark(const rig *r)
{
    return r->device.newest.image != NULL ? r->device.newest.image[16] : 0;
}

static void push_begin(rig *r, const uint8_t *image, uint32_t size)
{
    uint8_t body[20];
    rig_put_u32(body, r->device.link);
    rig_put_u32(body + 4, size);
    rig_put_u32(body + 8, bk_crc32(BK_CRC32_EMPTY, image, size));
    memcpy(body + 12, image + 16, 8);
    rig_send(r, BK_LINK_PUSH_BEGIN, body, sizeof body);
}

static void push_data(rig *r, const uint8_t *image, uint32_t offset, uint32_t size)
{
    uint8_t body[4 + DATA];
    rig_put_u32(body, offset);
    memcpy(body + 4, image + offset, size);
    rig_send(r, BK_LINK_PUSH_DATA, body, 4u + size);
}

static void push_all(rig *r, const uint8_t *image, uint32_t size)
{
    push_begin(r, image, size);
    rig_wait(r, 20);
    for (uint32_t at = 0; at < size; at += DATA) {
        push_data(r, image, at, size - at < DATA ? size - at : DATA);
    }
}

static void a_push_replaces_the_image_and_survives_a_restart(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[RIG_IMAGE];
    rig_image(image, NEW);
    push_begin(r, image, sizeof image);
    CHECK(rig_count(r, BK_LINK_CREDIT) == 0); /* not before all is erased */
    rig_wait(r, RIG_SLOT / RIG_PAGE);
    const rig_message *credit = rig_answer(r, BK_LINK_CREDIT);
    CHECK(bk_link_get_u32(credit->body) == sizeof image && bk_link_get_u32(credit->body + 4) == 0);
    for (uint32_t at = 0; at < sizeof image; at += DATA) {
        push_data(r, image, at, sizeof image - at < DATA ? (uint32_t)sizeof image - at : DATA);
        rig_answer(r, BK_LINK_CREDIT);
    }
    CHECK(active_mark(r) == OLD);
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    const rig_message *info = rig_answer(r, BK_LINK_INFO);
    CHECK(info->body[10] == 1 && info->body[14] == NEW && info->body[11] == 0);
    rig_send_link(r, BK_LINK_PUSH_COMMIT); /* its answer was lost */
    rig_answer(r, BK_LINK_INFO);
    rig_restart(r, RIG_LINK + 1);
    CHECK(active_mark(r) == NEW && r->device.runtime != NULL);
    free(r);
}

static void credit_never_promises_more_than_the_board_can_take(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[1500] = {1};
    push_begin(r, image, sizeof image);
    rig_wait(r, 20);
    CHECK(bk_link_get_u32(r->heard[r->heard_count - 1u].body) == 384);
    push_data(r, image, 0, 100);
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_CREDIT)->body) == 484);
    free(r);
}

static void lost_and_repeated_data_are_mended(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[RIG_IMAGE];
    rig_image(image, NEW);
    push_begin(r, image, sizeof image);
    push_begin(r, image, sizeof image); /* asked again while it erases: no second beginning */
    rig_wait(r, 20);
    CHECK(rig_count(r, BK_LINK_CREDIT) == 1);
    push_data(r, image, 0, 100);
    push_data(r, image, 160, 40); /* the one before was lost */
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_CREDIT)->body + 4) == 100);
    push_data(r, image, 40, 120); /* known and new */
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_CREDIT)->body + 4) == 160);
    push_begin(r, image, sizeof image); /* asked again: go on from here */
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_CREDIT)->body + 4) == 160);
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    CHECK(rig_is_error(r, BK_LINK_FAULT_CRC, BK_LINK_PUSH_COMMIT));
    push_data(r, image, 160, sizeof image - 160);
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    rig_answer(r, BK_LINK_INFO);
    CHECK(active_mark(r) == NEW);
    free(r);
}

/* What is wrong with the pushed image, and what the device says to it. */
static void every_bad_image_is_refused_and_the_old_one_stays(void)
{
    static const struct {
        unsigned at; /* this byte */
        uint8_t value, seal, code;
        uint32_t number;
    } faults[] = {
        {0, 'X', 1, BK_LINK_FAULT_IMAGE, BK_ERR_MAGIC},
        {4, 2, 1, BK_LINK_FAULT_IMAGE, BK_ERR_VERSION},
        {6, 77, 1, BK_LINK_FAULT_IMAGE, BK_ERR_FAMILY},
        {200, 9, 0, BK_LINK_FAULT_IMAGE, BK_ERR_CRC},
        {40, 'X', 1, BK_LINK_FAULT_IMAGE, BK_ERR_SECTION},
        {36, BK_SIGNAL_SOUND, 1, BK_LINK_FAULT_SIGNAL, BK_SIGNAL_SOUND},
    };
    rig *r = rig_with_image(OLD);
    for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        uint8_t image[RIG_IMAGE];
        rig_image(image, NEW);
        image[faults[i].at] = faults[i].value;
        if (faults[i].seal) {
            rig_seal_image(image, sizeof image);
        }
        push_all(r, image, sizeof image);
        rig_send_link(r, BK_LINK_PUSH_COMMIT);
        CHECK(rig_is_error(r, faults[i].code, BK_LINK_PUSH_COMMIT));
        CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_ERROR)->body + 2) == faults[i].number);
        CHECK(active_mark(r) == OLD && r->device.activity == BK_LINK_IDLE);
        rig_forget(r);
    }
    rig_arm(r, OLD); /* and it still works */
    rig_rest(r);
    rig_shake(r);
    rig_wait(r, 1);
    CHECK(rig_count(r, BK_LINK_EVENT) == 1);
    free(r);
}

static void an_image_that_needs_too_much_memory_is_refused(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[RIG_IMAGE];
    uint32_t needed = 0;
    rig_image(image, NEW);
    CHECK(bk_arena_size(image, sizeof image, NULL, &needed) == BK_OK);
    r->board.arena_size = needed - 8u;
    push_all(r, image, sizeof image);
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    CHECK(rig_is_error(r, BK_LINK_FAULT_ARENA, BK_LINK_PUSH_COMMIT));
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_ERROR)->body + 2) == needed);
    CHECK(active_mark(r) == OLD);
    free(r);
}

static void another_image_than_was_announced_is_refused(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t announced[RIG_IMAGE], sent[RIG_IMAGE];
    rig_image(announced, NEW);
    rig_image(sent, NEW + 8);
    push_begin(r, announced, sizeof announced);
    rig_wait(r, 20);
    for (uint32_t at = 0; at < sizeof sent; at += 64) {
        push_data(r, sent, at, sizeof sent - at < 64 ? (uint32_t)sizeof sent - at : 64);
    }
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    CHECK(rig_is_error(r, BK_LINK_FAULT_CRC, BK_LINK_PUSH_COMMIT));
    CHECK(active_mark(r) == OLD);

    uint8_t body[20]; /* the very bytes that were announced, but under another name */
    rig_put_u32(body, r->device.link);
    rig_put_u32(body + 4, sizeof sent);
    rig_put_u32(body + 8, bk_crc32(BK_CRC32_EMPTY, sent, sizeof sent));
    memset(body + 12, NEW, 8);
    rig_send(r, BK_LINK_PUSH_BEGIN, body, sizeof body);
    rig_wait(r, 20);
    push_data(r, sent, 0, 240);
    push_data(r, sent, 240, sizeof sent - 240);
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    CHECK(rig_is_error(r, BK_LINK_FAULT_CRC, BK_LINK_PUSH_COMMIT));
    CHECK(active_mark(r) == OLD);
    free(r);
}

static void data_far_outside_the_image_are_a_gap(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[RIG_IMAGE], body[44];
    rig_image(image, NEW);
    push_begin(r, image, sizeof image);
    rig_wait(r, 20);
    memset(body, 0, sizeof body);
    rig_put_u32(body, 0xFFFFFFF0u); /* 40 bytes from there would wrap around to 24 */
    rig_send(r, BK_LINK_PUSH_DATA, body, sizeof body);
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_CREDIT)->body + 4) == 0);
    push_data(r, image, 0, 240);
    memset(body, 0, sizeof body);
    rig_put_u32(body, sizeof image - 4); /* past the end, after a gap */
    rig_send(r, BK_LINK_PUSH_DATA, body, sizeof body);
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_CREDIT)->body + 4) == 240);
    free(r);
}

static void a_push_is_refused_where_it_cannot_be(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[RIG_SLOT] = {1};
    push_begin(r, image, sizeof image);
    CHECK(rig_is_error(r, BK_LINK_FAULT_SLOT, BK_LINK_PUSH_BEGIN));
    CHECK(bk_link_get_u32(rig_answer(r, BK_LINK_ERROR)->body + 2) == RIG_SLOT - BK_SLOT_RECORD);
    rig_send(r, BK_LINK_PUSH_DATA, image, 20);
    CHECK(rig_is_error(r, BK_LINK_FAULT_NOT_BEGUN, BK_LINK_PUSH_DATA));
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    CHECK(rig_is_error(r, BK_LINK_FAULT_NOT_BEGUN, BK_LINK_PUSH_COMMIT));
    rig_arm(r, OLD);
    push_begin(r, image, 600);
    CHECK(rig_is_error(r, BK_LINK_FAULT_ARMED, BK_LINK_PUSH_BEGIN));
    rig_send_link(r, BK_LINK_DISARM);
    push_begin(r, image, 600);
    push_begin(r, image, 601);
    CHECK(rig_is_error(r, BK_LINK_FAULT_BUSY, BK_LINK_PUSH_BEGIN));
    rig_arm(r, OLD);
    CHECK(rig_is_error(r, BK_LINK_FAULT_BUSY, BK_LINK_ARM));
    rig_send_link(r, BK_LINK_ABORT);
    rig_answer(r, BK_LINK_STATUS);
    rig_arm(r, OLD);
    rig_answer(r, BK_LINK_STATUS);
    free(r);
}

static void a_flash_that_fails_ends_the_push(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[600] = {1};
    r->dead_flash = 1;
    push_begin(r, image, sizeof image);
    rig_wait(r, 1);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FLASH, BK_LINK_PUSH_BEGIN));
    r->dead_flash = 0;
    push_begin(r, image, sizeof image);
    rig_wait(r, 20);
    r->dead_flash = 1;
    push_data(r, image, 0, 60);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FLASH, BK_LINK_PUSH_DATA));
    CHECK(active_mark(r) == OLD && r->device.activity == BK_LINK_IDLE);

    uint8_t good[RIG_IMAGE];
    rig_image(good, NEW);
    r->dead_flash = 0;
    push_all(r, good, sizeof good);
    r->dead_flash = 1;
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    CHECK(rig_is_error(r, BK_LINK_FAULT_FLASH, BK_LINK_PUSH_COMMIT));
    CHECK(active_mark(r) == OLD && r->device.activity == BK_LINK_IDLE);
    free(r);
}

static void a_commit_is_answered_again_only_until_something_else_begins(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[RIG_IMAGE];
    rig_image(image, NEW);
    push_all(r, image, sizeof image);
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    push_begin(r, image, sizeof image);
    rig_send_link(r, BK_LINK_ABORT);
    rig_send_link(r, BK_LINK_PUSH_COMMIT);
    CHECK(rig_is_error(r, BK_LINK_FAULT_NOT_BEGUN, BK_LINK_PUSH_COMMIT));
    free(r);
}

static void a_host_that_vanishes_in_a_push_leaves_the_device_free(void)
{
    rig *r = rig_with_image(OLD);
    uint8_t image[600] = {1};
    push_begin(r, image, sizeof image);
    rig_wait(r, 20);
    push_data(r, image, 0, 60);
    rig_wait(r, BK_LINK_TRANSFER_IDLE_MS - 1u);
    CHECK(r->device.activity == BK_LINK_PUSHING);
    rig_wait(r, 1);
    CHECK(r->device.activity == BK_LINK_IDLE);
    free(r);
}

int main(void)
{
    a_push_replaces_the_image_and_survives_a_restart();
    credit_never_promises_more_than_the_board_can_take();
    lost_and_repeated_data_are_mended();
    every_bad_image_is_refused_and_the_old_one_stays();
    an_image_that_needs_too_much_memory_is_refused();
    another_image_than_was_announced_is_refused();
    data_far_outside_the_image_are_a_gap();
    a_push_is_refused_where_it_cannot_be();
    a_flash_that_fails_ends_the_push();
    a_commit_is_answered_again_only_until_something_else_begins();
    a_host_that_vanishes_in_a_push_leaves_the_device_free();
    return rig_report("link_push", NULL);
}
