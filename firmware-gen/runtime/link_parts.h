/*
 * What the files of the device's side of the link share: link_device.c (the
 * session: who is there, armed or not), link_events.c, link_push.c, link_replay.c,
 * link_stream.c, link_wear.c and link_transfer.c, over link_messages.c. Not for boards.
 */
#ifndef BK_LINK_PARTS_H
#define BK_LINK_PARTS_H

#include "link_device.h"
#include "link_messages.h"

typedef enum {
    BK_LINK_IDLE = 0,
    BK_LINK_ERASING, /* a push was begun; one page is erased per poll */
    BK_LINK_PUSHING,
    BK_LINK_REPLAYING
} bk_link_activity;

/* A received message, its type known and its body long enough for its type. */
typedef struct {
    const uint8_t *body;
    uint8_t size; /* of body */
    uint8_t type, sequence;
} bk_link_request;

/* A message being written; what would pass its end is a fault of this code,
 * and is left out rather than written. */
typedef struct {
    uint8_t bytes[BK_LINK_MESSAGE_MAX];
    uint8_t size;
} bk_link_message;

uint16_t bk_link_get_u16(const uint8_t *from);
uint32_t bk_link_get_u32(const uint8_t *from);

void bk_link_message_start(bk_link_message *message, uint8_t type, uint8_t sequence);
void bk_link_put_u8(bk_link_message *message, uint8_t value);
void bk_link_put_u16(bk_link_message *message, uint16_t value);
void bk_link_put_u32(bk_link_message *message, uint32_t value);
void bk_link_put_bytes(bk_link_message *message, const uint8_t *bytes, size_t size);

/* 1 if the board took it. */
int bk_link_send(bk_link_device *device, const bk_link_message *message);

/* link_device.c */
void bk_link_send_info(bk_link_device *device, uint8_t sequence);
void bk_link_send_status(bk_link_device *device, uint8_t sequence);
void bk_link_send_error(bk_link_device *device, const bk_link_request *request, uint8_t code,
                        uint32_t number);
/* Opens the newest image for live samples. */
void bk_link_open_live(bk_link_device *device);
/* 1, or 0 after ERROR, if the request does not begin with this start's link number. */
int bk_link_check_link(bk_link_device *device, const bk_link_request *request);

/* link_device.c. Sends a heartbeat if one is due; context is the bk_link_device.
 * Called while a decision is made, too. */
void bk_link_beat(void *context);

/* link_events.c. Not armed any more: nothing is held and nothing waits to be sent. */
void bk_link_disarm(bk_link_device *device);
/* Takes what the runtime decided. */
void bk_link_collect_events(bk_link_device *device);
/* Queues an event for an armed host; without one it is forgotten. */
void bk_link_take_event(bk_link_device *device, const bk_event *event);
/* Sends, sends again and drops what is due. */
void bk_link_send_events(bk_link_device *device, uint32_t now_ms);
void bk_link_acknowledge(bk_link_device *device, const bk_link_request *request);

/* link_push.c */
void bk_link_push_begin(bk_link_device *device, const bk_link_request *request);
void bk_link_push_data(bk_link_device *device, const bk_link_request *request);
void bk_link_push_commit(bk_link_device *device, const bk_link_request *request);
/* Erases one page, so that heartbeats go on between pages. */
void bk_link_push_erase_next(bk_link_device *device);

/* link_replay.c */
void bk_link_replay_begin(bk_link_device *device, const bk_link_request *request);
void bk_link_replay_data(bk_link_device *device, const bk_link_request *request);

/* link_stream.c */
void bk_link_stream(bk_link_device *device, const bk_link_request *request);
/* A live sample; forgotten unless a stream runs. */
void bk_link_stream_sample(bk_link_device *device, const int16_t milli_g[3]);
/* Ends the stream of a host that fell silent. */
void bk_link_stream_poll(bk_link_device *device, uint32_t now_ms);

/* link_wear.c */
void bk_link_wear(bk_link_device *device, const bk_link_request *request);
/* The live image follows what the host told of how the wearable sits. */
void bk_link_wear_apply(bk_link_device *device);

/* link_transfer.c */
void bk_link_transfer_begin(bk_link_device *device, bk_link_activity activity, uint32_t expected);
/* Back to idle, live samples count again. */
void bk_link_transfer_end(bk_link_device *device);
void bk_link_transfer_poll(bk_link_device *device, uint32_t now_ms);
void bk_link_send_credit(bk_link_device *device, uint8_t sequence);
void bk_link_abort(bk_link_device *device, const bk_link_request *request);
/*
 * How many of size DATA bytes at *bytes are new; *bytes then points at them.
 * Bytes already received are skipped, and those after a gap dropped: CREDIT
 * tells the host where to go on. at: where in the transfer they belong.
 */
uint32_t bk_link_new_part(const bk_link_device *device, uint32_t at, const uint8_t **bytes,
                          uint32_t size);

#endif /* BK_LINK_PARTS_H */
