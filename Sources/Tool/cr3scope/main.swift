print("cr3scope")
