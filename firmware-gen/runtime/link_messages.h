/*
 * What the messages of the link are called. Their bodies, and who may send
 * which when, stand in PROTOCOL.md part 2.
 */
#ifndef BK_LINK_MESSAGES_H
#define BK_LINK_MESSAGES_H

#define BK_LINK_PROTOCOL 1u /* the one version of the link spoken here */

enum {
    BK_LINK_HELLO = 0x01,
    BK_LINK_INFO = 0x02,
    BK_LINK_ARM = 0x03,
    BK_LINK_DISARM = 0x04,
    BK_LINK_HEARTBEAT = 0x05,
    BK_LINK_EVENT = 0x06,
    BK_LINK_EVENT_ACK = 0x07,
    BK_LINK_WEAR = 0x08,
    BK_LINK_STREAM = 0x09,
    BK_LINK_REPLAY_BEGIN = 0x0A,
    BK_LINK_REPLAY_DATA = 0x0B,
    BK_LINK_REPLAY_RESULT = 0x0C,
    BK_LINK_STREAM_DATA = 0x0D,
    BK_LINK_PUSH_BEGIN = 0x0E,
    BK_LINK_PUSH_DATA = 0x0F,
    BK_LINK_PUSH_COMMIT = 0x10,
    BK_LINK_ABORT = 0x11,
    BK_LINK_CREDIT = 0x12,
    BK_LINK_STATUS = 0x13,
    BK_LINK_ERROR = 0x15,
    BK_LINK_LABEL_GET = 0x16,
    BK_LINK_LABEL = 0x17
};

/* Codes of ERROR; in brackets what its number says, 0 where nothing is said. */
enum {
    BK_LINK_FAULT_TYPE = 1,       /* no message of this type is known [the type] */
    BK_LINK_FAULT_FORM = 2,       /* the body is too short, or a value makes no sense */
    BK_LINK_FAULT_PROTOCOL = 3,   /* no version in common [the device's version] */
    BK_LINK_FAULT_LINK = 4,       /* wrong link number: the device started anew [its number] */
    BK_LINK_FAULT_ARMED = 5,      /* not while armed */
    BK_LINK_FAULT_BUSY = 6,       /* not while a push or a replay runs */
    BK_LINK_FAULT_NOT_BEGUN = 7,  /* no push or replay runs to which this belongs */
    BK_LINK_FAULT_NO_IMAGE = 8,   /* there is no image */
    BK_LINK_FAULT_MODEL = 9,      /* the active model is another */
    BK_LINK_FAULT_SLOT = 10,      /* the image does not fit a slot [capacity, bytes] */
    BK_LINK_FAULT_CRC = 11,       /* not all bytes came, or they read back changed */
    BK_LINK_FAULT_IMAGE = 12,     /* the runtime refuses the image [bk_status of beckon.h] */
    BK_LINK_FAULT_ARENA = 13,     /* the image needs more memory [bytes needed] */
    BK_LINK_FAULT_SIGNAL = 14,    /* this board has no sensor for the image's signal [signal] */
    BK_LINK_FAULT_FLASH = 15,     /* the flash failed */
    BK_LINK_FAULT_CLASS = 16,     /* no such class [number of classes] */
    BK_LINK_FAULT_BACKBONE = 17   /* the image needs another backbone than INFO names */
};

enum { BK_LINK_FLAG_ARMED = 1, BK_LINK_FLAG_BUSY = 2, BK_LINK_FLAG_STREAMING = 4, BK_LINK_FLAG_WORN = 8 };

enum { BK_LINK_STREAM_END = 255 }; /* STREAM: instead of a signal */

enum { BK_LINK_RESULT_EVENT = 0, BK_LINK_RESULT_DONE = 1 };

#endif /* BK_LINK_MESSAGES_H */
