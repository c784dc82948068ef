/*
 * Accelerometer at 50 Hz and +-4 g: the MMA8653FC of the first micro:bits, or
 * the LSM303AGR of V1.5 (registers by their data sheets). Where neither answers,
 * the mailbox: that is so in QEMU, whose bus gives the same few bytes to
 * whatever is asked, which is why the identity is read more than once.
 */
#include "cortex_m.h"
#include "hardware.h"
#include "mailbox.h"

typedef struct {
    uint8_t address, id_register, id;
    uint8_t status_register, new_data; /* mask of "new sample on all axes" */
    uint8_t data_register;
    uint8_t high_byte_first;
    uint8_t settings[3][2];            /* register, value; in this order */
} sensor_kind;

static const sensor_kind KINDS[] = {
    /* Standby; +-4 g; 50 Hz, active. */
    {0x1D, 0x0D, 0x5A, 0x00, 0x08, 0x01, 1, {{0x2A, 0x00}, {0x0E, 0x01}, {0x2A, 0x21}}},
    /* 50 Hz, three axes; +-4 g, high resolution, whole samples; twice, as it takes three. */
    {0x19, 0x0F, 0x33, 0x27, 0x08, 0xA8, 0, {{0x20, 0x47}, {0x23, 0x98}, {0x23, 0x98}}},
};

bk_mailbox bk_sensor_mailbox;

static const sensor_kind *sensor;

static int answers(const sensor_kind *kind)
{
    for (int i = 0; i < 4; i++) {
        uint8_t id = 0;
        if (!twi_read(kind->address, kind->id_register, &id, 1) || id != kind->id) {
            return 0;
        }
    }
    return 1;
}

void sensor_start(void)
{
    sensor = NULL;
    bk_sensor_mailbox.capacity = BK_MAILBOX_VALUES;
    twi_start();
    for (uint8_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (answers(&KINDS[i])) {
            sensor = &KINDS[i];
            for (int step = 0; step < 3; step++) {
                twi_write(sensor->address, sensor->settings[step][0], sensor->settings[step][1]);
            }
            return;
        }
    }
}

int sensor_read(int16_t milli_g[3])
{
    uint8_t status = 0, data[6];
    if (sensor == NULL) {
        return bk_mailbox_take(&bk_sensor_mailbox, milli_g, 3);
    }
    if (!twi_read(sensor->address, sensor->status_register, &status, 1) ||
        (status & sensor->new_data) == 0 ||
        !twi_read(sensor->address, sensor->data_register, data, sizeof data)) {
        return 0;
    }
    for (int axis = 0; axis < 3; axis++) {
        const uint8_t high = data[2 * axis + (sensor->high_byte_first ? 0 : 1)];
        const uint8_t low = data[2 * axis + (sensor->high_byte_first ? 1 : 0)];
        const int32_t left_justified = (int16_t)(uint16_t)((uint16_t)(high << 8) | low);
        milli_g[axis] = (int16_t)(left_justified * 125 / 1024); /* 32768 is 4000 milli-g */
    }
    return 1;
}
