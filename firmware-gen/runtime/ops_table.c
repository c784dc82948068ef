/* The plain kernels. A board with faster ones links its own table instead. */
#include "ops.h"

const bk_kernel bk_kernels[BK_OP_END] = {
    0, /* codes start at 1 */
    bk_conv_2d_ref,
    bk_depthwise_conv_2d_ref,
    bk_fully_connected_ref,
    bk_add_ref,
    bk_mean_ref,
    bk_softmax_ref,
};
