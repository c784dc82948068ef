/* The device's side of the link: session and arming. Contract in link_device.h. */
#include "link_device.h"

#include <string.h>

#include "bk_read.h"
#include "link_parts.h"

static uint32_t now_ms(const bk_link_device *device)
{
    return device->board->now_ms(device->board->context);
}

static uint8_t flags_of(const bk_link_device *device)
{
    return (uint8_t)((device->armed ? BK_LINK_FLAG_ARMED : 0) |
                     (device->activity != BK_LINK_IDLE ? BK_LINK_FLAG_BUSY : 0) |
                     (device->streaming ? BK_LINK_FLAG_STREAMING : 0) |
                     (device->worn ? BK_LINK_FLAG_WORN : 0));
}

static uint8_t active_slot(const bk_link_device *device)
{
    return device->runtime != NULL ? device->newest.slot : (uint8_t)BK_SLOT_NONE;
}

void bk_link_send_info(bk_link_device *device, uint8_t sequence)
{
    const bk_link_board *board = device->board;
    uint8_t ids[2 * BK_IMAGE_ID] = {0};
    if (device->runtime != NULL) {
        bk_image_ids(&device->image, ids, ids + BK_IMAGE_ID);
    }
    const size_t id_size = strlen(board->id);

    bk_link_message info;
    bk_link_message_start(&info, BK_LINK_INFO, sequence);
    bk_link_put_u16(&info, BK_LINK_PROTOCOL);
    bk_link_put_u16(&info, BK_RUNTIME_VERSION);
    bk_link_put_u32(&info, device->link);
    bk_link_put_u8(&info, device->runtime != NULL ? device->image.signal : 255u);
    bk_link_put_u8(&info, BK_SLOTS);
    bk_link_put_u8(&info, active_slot(device));
    bk_link_put_u8(&info, flags_of(device));
    bk_link_put_u8(&info, board->battery != NULL ? board->battery(board->context) : 255u);
    bk_link_put_u8(&info, device->runtime != NULL ? device->image.classes : 0u);
    bk_link_put_bytes(&info, ids, sizeof ids);
    bk_link_put_u32(&info, bk_slots_capacity(&board->flash));
    bk_link_put_u32(&info, board->arena_size);
    bk_link_put_u8(&info, (uint8_t)id_size);
    bk_link_put_bytes(&info, (const uint8_t *)board->id, id_size);
    bk_link_put_bytes(&info, device->backbone_id, sizeof device->backbone_id);
    bk_link_send(device, &info);
}

void bk_link_send_status(bk_link_device *device, uint8_t sequence)
{
    bk_link_message status;
    bk_link_message_start(&status, BK_LINK_STATUS, sequence);
    bk_link_put_u32(&status, device->link);
    bk_link_put_u8(&status, flags_of(device));
    bk_link_put_u8(&status, active_slot(device));
    bk_link_put_u32(&status, now_ms(device));
    bk_link_put_u32(&status, device->frame_errors);
    bk_link_put_u32(&status, device->dropped_events);
    bk_link_send(device, &status);
}

void bk_link_send_error(bk_link_device *device, const bk_link_request *request, uint8_t code,
                        uint32_t number)
{
    bk_link_message error;
    bk_link_message_start(&error, BK_LINK_ERROR, request->sequence);
    bk_link_put_u8(&error, code);
    bk_link_put_u8(&error, request->type);
    bk_link_put_u32(&error, number);
    bk_link_send(device, &error);
}

static void send_heartbeat(bk_link_device *device)
{
    bk_link_message beat;
    bk_link_message_start(&beat, BK_LINK_HEARTBEAT, device->sequence++);
    bk_link_put_u32(&beat, device->link);
    bk_link_put_u32(&beat, now_ms(device));
    bk_link_put_u8(&beat, flags_of(device));
    bk_link_put_u8(&beat, device->held_count);
    bk_link_put_bytes(&beat, device->held, device->held_count);
    bk_link_send(device, &beat);
}

int bk_link_check_link(bk_link_device *device, const bk_link_request *request)
{
    if (bk_link_get_u32(request->body) == device->link) {
        return 1;
    }
    bk_link_send_error(device, request, BK_LINK_FAULT_LINK, device->link);
    return 0;
}

void bk_link_beat(void *context)
{
    bk_link_device *device = (bk_link_device *)context;
    const uint32_t late = now_ms(device) - device->heartbeat_ms;
    if (late >= BK_LINK_HEARTBEAT_MS) {
        /* After a long absence (a page being erased) one beat, not a burst. */
        device->heartbeat_ms += late - late % BK_LINK_HEARTBEAT_MS;
        send_heartbeat(device);
    }
}

void bk_link_open_live(bk_link_device *device)
{
    const bk_link_board *board = device->board;
    const bk_inputs inputs = {board->motion_rate_chz, 0, bk_link_beat, device};
    device->runtime = NULL;
    if (device->newest.image == NULL ||
        bk_image_read(device->newest.image, device->newest.size, &device->image) != BK_OK ||
        ((board->senses >> device->image.signal) & 1u) == 0) {
        return;
    }
    bk_open(device->newest.image, device->newest.size, &board->backbone, board->arena,
            board->arena_size, &inputs, &device->runtime);
    bk_link_wear_apply(device);
}

/* --- requests --- */

static void hello(bk_link_device *device, const bk_link_request *request)
{
    if (bk_link_get_u16(request->body) > BK_LINK_PROTOCOL ||
        bk_link_get_u16(request->body + 2) < BK_LINK_PROTOCOL) {
        bk_link_send_error(device, request, BK_LINK_FAULT_PROTOCOL, BK_LINK_PROTOCOL);
        return;
    }
    bk_link_send_info(device, request->sequence);
}

static void arm(bk_link_device *device, const bk_link_request *request)
{
    uint8_t image_id[BK_IMAGE_ID], model_id[BK_IMAGE_ID];
    if (!bk_link_check_link(device, request)) {
        return;
    }
    if (device->activity != BK_LINK_IDLE) {
        bk_link_send_error(device, request, BK_LINK_FAULT_BUSY, 0);
        return;
    }
    if (device->runtime == NULL) {
        bk_link_send_error(device, request, BK_LINK_FAULT_NO_IMAGE, 0);
        return;
    }
    bk_image_ids(&device->image, image_id, model_id);
    if (memcmp(model_id, request->body + 4, sizeof model_id) != 0) {
        bk_link_send_error(device, request, BK_LINK_FAULT_MODEL, 0);
        return;
    }
    device->committed = 0;
    device->streaming = 0;
    device->armed = 1;
    device->host_ms = now_ms(device);
    bk_link_send_status(device, request->sequence);
}

static void disarm_asked(bk_link_device *device, const bk_link_request *request)
{
    if (bk_link_check_link(device, request)) {
        bk_link_disarm(device);
        bk_link_send_status(device, request->sequence);
    }
}

static void host_heartbeat(bk_link_device *device, const bk_link_request *request)
{
    if (bk_link_check_link(device, request)) {
        device->host_ms = now_ms(device);
    }
}

static void label_get(bk_link_device *device, const bk_link_request *request)
{
    uint8_t flags = 0, size = 0;
    const uint8_t *text = NULL;
    uint8_t copy[BK_LABEL_BYTES_MAX];
    if (device->runtime == NULL) {
        bk_link_send_error(device, request, BK_LINK_FAULT_NO_IMAGE, 0);
        return;
    }
    if (!bk_image_label(&device->image, request->body[0], &flags, &text, &size)) {
        bk_link_send_error(device, request, BK_LINK_FAULT_CLASS, device->image.classes);
        return;
    }
    bk_copy(copy, text, size);
    bk_link_message label;
    bk_link_message_start(&label, BK_LINK_LABEL, request->sequence);
    bk_link_put_u8(&label, request->body[0]);
    bk_link_put_u8(&label, flags);
    bk_link_put_bytes(&label, copy, size);
    bk_link_send(device, &label);
}

static void take_message(bk_link_device *device, const uint8_t *message, size_t size)
{
    static const struct {
        uint8_t type, body_min;
        void (*answer)(bk_link_device *device, const bk_link_request *request);
    } known[] = {
        {BK_LINK_HELLO, 4, hello},
        {BK_LINK_ARM, 12, arm},
        {BK_LINK_DISARM, 4, disarm_asked},
        {BK_LINK_HEARTBEAT, 4, host_heartbeat},
        {BK_LINK_EVENT_ACK, 5, bk_link_acknowledge},
        {BK_LINK_WEAR, 22, bk_link_wear},
        {BK_LINK_STREAM, 5, bk_link_stream},
        {BK_LINK_REPLAY_BEGIN, 10, bk_link_replay_begin},
        {BK_LINK_REPLAY_DATA, 4, bk_link_replay_data},
        {BK_LINK_PUSH_BEGIN, 20, bk_link_push_begin},
        {BK_LINK_PUSH_DATA, 4, bk_link_push_data},
        {BK_LINK_PUSH_COMMIT, 4, bk_link_push_commit},
        {BK_LINK_ABORT, 4, bk_link_abort},
        {BK_LINK_LABEL_GET, 1, label_get},
    };
    if (size < 2u) {
        device->frame_errors++; /* not even a type to answer */
        return;
    }
    const bk_link_request request = {message + 2, (uint8_t)(size - 2u), message[0], message[1]};
    for (uint8_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].type != request.type) {
            continue;
        }
        if (request.size < known[i].body_min) {
            bk_link_send_error(device, &request, BK_LINK_FAULT_FORM, known[i].body_min);
        } else {
            known[i].answer(device, &request); /* bytes past the known body are for later versions */
        }
        return;
    }
    bk_link_send_error(device, &request, BK_LINK_FAULT_TYPE, request.type);
}

/* --- what the board calls --- */

void bk_link_device_init(bk_link_device *device, const bk_link_board *board, uint32_t link)
{
    memset(device, 0, sizeof *device);
    device->board = board;
    device->link = link;
    device->heartbeat_ms = now_ms(device);
    device->newest = bk_slots_newest(&board->flash);
    (void)bk_backbone_id(&board->backbone, device->backbone_id);
    bk_link_decoder_init(&device->decoder);
    bk_link_open_live(device);
}

void bk_link_device_receive(bk_link_device *device, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const uint8_t *message = NULL;
        size_t message_size = 0;
        const bk_link_status status =
            bk_link_decoder_push(&device->decoder, bytes[i], &message, &message_size);
        if (status == BK_LINK_OK) {
            take_message(device, message, message_size);
        } else if (status != BK_LINK_PENDING) {
            device->frame_errors++;
        }
    }
}

static int hears(const bk_link_device *device, bk_signal signal)
{
    return device->runtime != NULL && device->activity != BK_LINK_REPLAYING &&
           bk_signal_of(device->runtime) == signal;
}

void bk_link_device_sound(bk_link_device *device, const int16_t *pcm, uint32_t count)
{
    if (hears(device, BK_SIGNAL_SOUND)) {
        bk_push_sound(device->runtime, pcm, count);
        bk_link_collect_events(device);
    }
}

void bk_link_device_motion(bk_link_device *device, const int16_t milli_g[3])
{
    bk_link_stream_sample(device, milli_g);
    if (hears(device, BK_SIGNAL_MOTION)) {
        bk_push_motion(device->runtime, milli_g);
        bk_link_collect_events(device);
    }
}

bk_signal bk_link_device_wants(const bk_link_device *device)
{
    const int motion = device->streaming ||
                       (device->runtime != NULL && device->image.signal == BK_SIGNAL_MOTION);
    return motion ? BK_SIGNAL_MOTION : BK_SIGNAL_SOUND;
}

void bk_link_device_poll(bk_link_device *device)
{
    const uint32_t now = now_ms(device);
    if (device->armed && now - device->host_ms >= BK_LINK_HOST_SILENCE_MS) {
        bk_link_disarm(device);
        bk_link_send_status(device, device->sequence++);
    }
    bk_link_stream_poll(device, now);
    bk_link_transfer_poll(device, now);
    bk_link_send_events(device, now);
    bk_link_beat(device);
}

int bk_link_device_has_work(const bk_link_device *device)
{
    return device->activity == BK_LINK_ERASING;
}
