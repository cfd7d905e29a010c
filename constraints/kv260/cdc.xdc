# kv260: crossings into the clock of module SamforgeShell; read with the block, wherever it is placed.

# The reset is asynchronous: nothing is known about when it reaches the first register of the synchroniser.
set_false_path -to [get_cells -hierarchical -filter {NAME =~ *reset_synchroniser/allow_sampled_reg}]
# The first register needs all of a period to settle: the second one is placed next to it.
set_property ASYNC_REG TRUE [get_cells -hierarchical -filter {NAME =~ *reset_synchroniser/allow_sampled_reg}]
set_property ASYNC_REG TRUE [get_cells -hierarchical -filter {NAME =~ *reset_synchroniser/allow_stable_reg}]
